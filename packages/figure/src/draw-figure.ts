import { type Box, formatScore, type Scale } from "@pami/core"
import { checkPicture, resize, toOriginal, type Geometry, type Picture } from "@pami/image"
import type { ColorMapName } from "./color-maps.ts"
import { colorize } from "./colorize.ts"
import type { FigureTools } from "./layout/figure-tools.ts"
import { layOutFigure, type RowContent } from "./layout/lay-out-figure.ts"
import { checkPanelSide, detailedSize, panelSize, pngDataUri } from "./layout/panel.ts"
import type { FigurePrediction } from "./layout/prediction-list.ts"
import { boxOnPanel, type PanelBox } from "./layout/target-boxes.ts"
import { soft } from "./layout/style.ts"
import type { Span } from "./layout/text.ts"
import { overlay } from "./overlay.ts"
import { checkMap, valueRange } from "./value-range.ts"

/** A target and its importance map. */
export interface FigureTarget {
  readonly label: string
  /** Score of the original input, shown beside the label. Default: not shown. */
  readonly score?: number
  /** On the model's grid, `[grid.height, grid.width]`. */
  readonly map: Float32Array
  /** Place of a detection, in cells of the model's grid: drawn over the image, and thinner on the other rows. Default: none. */
  readonly box?: Box
  /** Label of the class with which the target is contrasted; the map may then be negative. Default: none. */
  readonly versus?: string
  /** Default: `viridis`, or `blue-red` for a contrast. */
  readonly colorMap?: ColorMapName
  /** Value of the first colour. Default: see `valueRange`. */
  readonly min?: number
  /** Value of the last colour. Default: see `valueRange`. */
  readonly max?: number
  /** Text beside the colour bar. Default: the unit of the scores and the label's first synonym, as in "probability of cat". */
  readonly unit?: string
}

/** Options of {@link drawFigure}. */
export interface DrawFigureOptions {
  /** The original image. */
  readonly image: Picture
  /** How the image lies on the model's grid, as `pictureInput` returns it. */
  readonly geometry: Geometry
  /** One row each, at least one. */
  readonly targets: readonly FigureTarget[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's top classes, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Opacity of the overlay where the map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
  /** Longer side of a panel, in pixels of the figure, 64 to 4096. Default: 360. */
  readonly panelSide?: number
  /** Pixels of a panel's image for each pixel of the figure, 1 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws a figure that explains one or more targets of an image: the image, the model's top classes, and for each target
 * its overlay and its importance map with a colour bar.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a target, for a map of another size than the grid, and for an option out of range
 */
export async function drawFigure(
  options: DrawFigureOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const { image, geometry, targets, title, subtitle, predictions, footer, opacity } = options
  const { scoreScale, panelSide = 360, detail = 2 } = options
  checkPicture(image)
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  checkPanelSide(panelSide)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail must be from 1 to 8, got ${detail}`)
  const panel = panelSize(image, panelSide)
  const pixels = detailedSize(panel, detail)
  const shown = await resize(image, pixels, "bicubic")
  const boxes = targets.map(({ box }) => box && boxOnPanel(box, geometry, panel))
  const rows: RowContent[] = []
  for (const [index, target] of targets.entries()) {
    checkMap(target.map, geometry.grid)
    const { colorMap = target.versus === undefined ? "viridis" : "blue-red", min, max } = target
    // Taken from the whole map, so that the colour bar does not depend on the size of the panels.
    const range = valueRange(target.map, {
      colorMap,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    })
    const colors = { colorMap, ...(range.max > range.min ? range : {}) }
    const map = await toOriginal(target.map, geometry, pixels.width, pixels.height)
    const laid = await overlay(shown, map, { ...colors, ...(opacity === undefined ? {} : { opacity }) })
    rows.push({
      heading: headingOf(target, scoreScale),
      box: boxes[index],
      others: boxes.filter((box, other): box is PanelBox => other !== index && box !== undefined),
      overlay: await pngDataUri({ ...laid, channels: 3 }, encodePng),
      map: await pngDataUri(await colorize(map, { ...pixels, ...colors }), encodePng),
      colorMap,
      ...range,
      unit: unitOf(target, scoreScale),
    })
  }
  return layOutFigure({
    fonts,
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    panel,
    input: await pngDataUri({ ...shown, channels: 3 }, encodePng),
    ...(predictions === undefined ? {} : { predictions }),
    scoreScale,
    rows,
    ...(footer === undefined ? {} : { footer }),
    partlySeen: isPartlySeen(geometry),
  })
}

/** Returns whether the grid leaves out more than half a pixel on any side of the image. */
function isPartlySeen({ picture, covers }: Geometry): boolean {
  const tolerance = 0.5
  return (
    covers.x > tolerance ||
    covers.y > tolerance ||
    covers.x + covers.width < picture.width - tolerance ||
    covers.y + covers.height < picture.height - tolerance
  )
}

/** Returns the text above a target: its label and score. */
export function headingOf({ label, score, versus }: FigureTarget, scale: Scale): readonly Span[] {
  const spans: Span[] = [{ text: label, style: "bold" }]
  if (versus !== undefined) spans.push({ text: " versus " }, { text: versus, style: "bold" })
  if (score !== undefined) spans.push({ text: `   ${formatScore(score, scale)}`, fill: soft })
  return spans
}

/** Returns the text along the colour bar of a target. */
export function unitOf({ label, versus, unit }: FigureTarget, scale: Scale): readonly Span[] {
  if (unit !== undefined) return [{ text: unit }]
  const spans: Span[] = [
    { text: `${scale.unit.replace("-", " ")} of ` },
    { text: firstSynonym(label), style: "italic" },
  ]
  return versus === undefined
    ? spans
    : [...spans, { text: " − " }, { text: firstSynonym(versus), style: "italic" }]
}

// The colour bar has little room for text; the heading shows the whole label.
function firstSynonym(label: string): string {
  return label.split(",")[0]
}
