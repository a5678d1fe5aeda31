import { formatScore, type Scale } from "@pami/core"
import type { ColorMapName } from "../color-maps.ts"
import { checkMap, colorize, rangeOf } from "../colorize.ts"
import type { Geometry } from "../fit.ts"
import { overlay } from "../overlay.ts"
import { checkPicture, type Picture, type Raster, type Size } from "../picture.ts"
import { resize } from "../resample.ts"
import { toOriginal } from "../to-original.ts"
import type { Fonts } from "./fonts.ts"
import type { SheetPrediction } from "./prediction-list.ts"
import { sheet, type SheetRow } from "./sheet.ts"
import type { Span } from "./text.ts"

/** A target and its map. */
export interface SheetTarget {
  readonly label: string
  /** Of the input itself, shown beside the label. Default: not shown. */
  readonly score?: number
  /** On the model's grid, `[grid.height, grid.width]`. */
  readonly map: Float32Array
  /** Label of the class that this one is contrasted with: the map may then be negative. Default: none. */
  readonly versus?: string
  /** Default: `viridis`; `blue-red` for a contrast. */
  readonly colorMap?: ColorMapName
  /** Value of the first colour. Default: as for `colorize`. */
  readonly min?: number
  /** Value of the last colour. Default: as for `colorize`. */
  readonly max?: number
  /** Beside the colour bar. Default: the scale's unit, `of`, and the first name in the label, or that of the difference. */
  readonly unit?: string
}

/** What {@link drawSheet} makes a figure of. */
export interface DrawSheetOptions {
  readonly picture: Picture
  readonly geometry: Geometry
  /** A row each. */
  readonly targets: readonly SheetTarget[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's best classes, best first. Default: none. */
  readonly predictions?: readonly SheetPrediction[]
  /** What the scores are: a probability is shown in per cent. */
  readonly scoreScale: Scale
  /** Small print, a paragraph each. Default: none. */
  readonly footer?: readonly string[]
  /** As for `overlay`. */
  readonly opacity?: number
  /** Longest side of a panel, in pixels of the figure. Default: 360. */
  readonly panelSide?: number
  /** Pixels of the panels for each pixel of the figure. Default: 2. */
  readonly detail?: number
}

/** What {@link drawSheet} needs of its surroundings. */
export interface SheetTools {
  readonly fonts: Fonts
  readonly encodePng: (raster: Raster) => Promise<Uint8Array>
}

/**
 * A figure of one or more explanations of a picture, as SVG.
 *
 * @throws RangeError when there is no target, or a map does not have the size of the grid
 */
export async function drawSheet(
  options: DrawSheetOptions,
  { fonts, encodePng }: SheetTools,
): Promise<string> {
  const { picture, geometry, targets, title, subtitle, predictions, footer, opacity } = options
  const { scoreScale, panelSide = 360, detail = 2 } = options
  checkPicture(picture)
  if (targets.length === 0) throw new RangeError("a sheet needs at least one target")
  if (!(panelSide >= 64 && panelSide <= 4096))
    throw new RangeError(`panelSide is from 64 to 4096 pixels, not ${panelSide}`)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail is from 1 to 8, not ${detail}`)
  const panel = fitInside(picture, panelSide)
  const pixels = { width: Math.round(panel.width * detail), height: Math.round(panel.height * detail) }
  const shown = await resize(picture, pixels, "bicubic")
  const href = async (raster: Raster) => `data:image/png;base64,${base64(await encodePng(raster))}`
  const rows: SheetRow[] = []
  for (const target of targets) {
    checkMap(target.map, geometry.grid)
    const { colorMap = target.versus === undefined ? "viridis" : "blue-red", min, max } = target
    // The range is that of the whole map, so that the bar does not depend on the size of the panels.
    const range = rangeOf(target.map, {
      colorMap,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    })
    const colors = { colorMap, ...(range.max > range.min ? range : {}) }
    const map = await toOriginal(target.map, geometry, pixels.width, pixels.height)
    const laid = await overlay(shown, map, { ...colors, ...(opacity === undefined ? {} : { opacity }) })
    rows.push({
      heading: headingOf(target, scoreScale),
      overlay: await href({ ...laid, channels: 3 }),
      heat: await href(await colorize(map, { ...pixels, ...colors })),
      colorMap,
      ...range,
      unit: unitOf(target, scoreScale),
    })
  }
  return sheet({
    fonts,
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    panel,
    input: await href({ ...shown, channels: 3 }),
    ...(predictions === undefined ? {} : { predictions }),
    scoreScale,
    rows,
    ...(footer === undefined ? {} : { footer }),
    partlySeen: isPartlySeen(geometry),
  })
}

/** A picture's proportions, its longer side as given, in pixels of the figure. */
export function fitInside({ width, height }: Size, side: number): Size {
  const scale = side / Math.max(width, height)
  return { width: Math.max(8, Math.round(width * scale)), height: Math.max(8, Math.round(height * scale)) }
}

/** Whether a pixel of the original at least lies outside of the grid. */
function isPartlySeen({ picture, covers }: Geometry): boolean {
  const over = 0.5
  return (
    covers.x > over ||
    covers.y > over ||
    covers.x + covers.width < picture.width - over ||
    covers.y + covers.height < picture.height - over
  )
}

function headingOf({ label, score, versus }: SheetTarget, scale: Scale): readonly Span[] {
  const spans: Span[] = [{ text: label, cut: "bold" }]
  if (versus !== undefined) spans.push({ text: " versus " }, { text: versus, cut: "bold" })
  if (score !== undefined) spans.push({ text: `   ${formatScore(score, scale)}`, fill: "#5f6368" })
  return spans
}

function unitOf({ label, versus, unit }: SheetTarget, scale: Scale): readonly Span[] {
  if (unit !== undefined) return [{ text: unit }]
  const spans: Span[] = [
    { text: `${scale.unit.replace("-", " ")} of ` },
    { text: firstSynonym(label), cut: "italic" },
  ]
  return versus === undefined
    ? spans
    : [...spans, { text: " − " }, { text: firstSynonym(versus), cut: "italic" }]
}

// Along the bar there is little room, and the heading has the whole label.
function firstSynonym(label: string): string {
  return label.split(",")[0]
}

function base64(bytes: Uint8Array): string {
  let text = ""
  // In pieces: a call takes no more than some ten thousand arguments.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}
