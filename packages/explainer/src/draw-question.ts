import { drawFigure, drawText, stackDrawings } from "@pami/figure"
import type { FigureTarget } from "@pami/figure"
import type { CaptionedFigure } from "./caption.ts"
import type { Draw } from "./draw-data.ts"
import type { ShownImage } from "./shown.ts"
import { drawnTexts } from "./text-result.ts"

/** Returns the drawing of an image with its heat: see `drawFigure`. */
export function drawImage({ picture: image, geometry }: ShownImage, caption: CaptionedFigure): Draw {
  return (tools) => drawFigure({ ...caption, image, geometry }, tools)
}

/**
 * Returns a drawing with the words of a question below it, coloured for each target.
 *
 * @param maps of the words, one for each target of the caption
 */
export function aboveQuestion(
  draw: Draw,
  question: NonNullable<ShownImage["question"]>,
  { targets, scoreScale }: CaptionedFigure,
  maps: readonly Float32Array[],
): Draw {
  return async (tools) => {
    const words = targets.map((target, index): FigureTarget => ({ ...target, map: maps[index] }))
    const texts = drawnTexts(question)
    const below = await drawText({ title: "Words of the question", texts, targets: words, scoreScale }, tools)
    return stackDrawings([await draw(tools), below])
  }
}
