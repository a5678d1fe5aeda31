import { onGrid } from "@pami/core"
import type { Explanation } from "@pami/core"
import { definedFields } from "@pami/recipe"
import { captionFigure } from "./caption.ts"
import type { CaptionOptions } from "./caption.ts"
import { drawAnswer } from "./draw-answer.ts"
import { drawData } from "./draw-data.ts"
import type { Draw } from "./draw-data.ts"
import { aboveQuestion, drawImage } from "./draw-question.ts"
import type { DrawnInput } from "./shown.ts"

/** Options of {@link drawExplanation}. */
export interface DrawExplanationOptions extends Omit<CaptionOptions, "mostTargets"> {
  readonly explanation: Explanation
  /** A map for each contrast, over the units of all grids. */
  readonly maps: readonly Float32Array[]
}

/**
 * Returns the drawing of an explanation: an answer word by word, an image with its heat and its question below, or the maps of another
 * input.
 *
 * @throws RangeError for an array of more axes than a figure has
 */
export function drawExplanation(shown: DrawnInput, options: DrawExplanationOptions): Draw {
  const { explanation, recipe, contrasts, maps } = options
  const isWritten = recipe.task?.name === "generation"
  const caption = captionFigure({
    ...options,
    // The words of a question follow the pixels.
    maps: shown.kind === "image" ? maps.map((map) => onGrid(map, explanation.grids[0])) : maps,
    ...definedFields({ mostTargets: isWritten ? Infinity : undefined }),
  })
  const answer = isWritten ? drawAnswer(shown, explanation, contrasts, caption) : undefined
  if (shown.kind === "data") return answer ?? drawData(shown.prepared, caption)
  const drawn = answer ?? drawImage(shown, caption)
  const { question } = shown
  if (question === undefined) return drawn
  return aboveQuestion(
    drawn,
    question,
    caption,
    maps.map((map) => onQuestion(map, explanation)),
  )
}

/** Returns the part of a map that is about the words of an image's question. */
export function onQuestion(map: Float32Array, { grids }: Pick<Explanation, "grids">): Float32Array {
  return onGrid(
    map,
    grids.find(({ name }) => name === "question")!,
  )
}
