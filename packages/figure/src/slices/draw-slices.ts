import type { Scale } from "@pami/core"
import { resize, toOriginal, type Picture, type Size } from "@pami/image"
import { headingOf, unitOf, type FigureTarget } from "../draw-figure.ts"
import { divergingColorMapNames } from "../color-maps.ts"
import type { FigureTools } from "../layout/figure-tools.ts"
import { checkPanelSide, detailedSize, pngDataUri } from "../layout/panel.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"
import { overlay } from "../overlay.ts"
import { toLevels, valueRange, type ValueRange } from "../value-range.ts"
import { importantSlices, peakOf } from "./choose-slices.ts"
import { greyRange } from "./grey-range.ts"
import { layOutSlices, type SlicePanel, type SlicesRow } from "./lay-out-slices.ts"
import { cutSlice, sliceView, type SliceView } from "./view.ts"

/** The volume of a figure, as `volumeInput` of @pami/volume returns it. */
export interface SlicesVolume {
  /** Voxels along each axis, `[D, H, W]`. */
  readonly shape: readonly number[]
  readonly channels: number
  /** `[channels, D, H, W]`; the first channel is shown. */
  readonly data: Float32Array
  /** Distance of neighbouring voxels along each axis. Default: 1. */
  readonly spacing?: readonly number[]
  /** Directions in the body in which the axes count up, `"SPL"`. Default: unknown, shown as stored. */
  readonly axes?: string
}

/** Options of {@link drawSlices}. */
export interface DrawSlicesOptions {
  readonly volume: SlicesVolume
  /** One row each, at least one. Their maps are on the volume's grid, `[D, H, W]`. */
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
  /** The values of black and white. Default: all but the lowest and the highest percent. */
  readonly window?: readonly [black: number, white: number]
  /** Number of slices in the strip below, 0 to 12. Default: 6. */
  readonly strip?: number
  /** Opacity of the overlay where the map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
  /** Longest side of the volume, in pixels of the figure, 64 to 4096. Default: 260. */
  readonly panelSide?: number
  /** Pixels of a panel's image for each pixel of the figure, 1 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws a figure that explains targets of a volume: for each, three slices through the peak of its map, with the map laid over
 * them and a crosshair at the peak, and a strip of the axial slices of most importance. Sides are in proportion to the
 * spacing; with known directions, the head and the front are up and the right side of the body is on the left.
 *
 * A volume of one slice is drawn as one panel: a multi-band image, for instance.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a target, for a map of another size than the volume, and for an option out of range
 */
export async function drawSlices(
  options: DrawSlicesOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const { volume, targets, title, subtitle, predictions = [], scoreScale, footer = [] } = options
  const { panelSide = 260, detail = 2, strip = 6 } = options
  checkOptions(options, { panelSide, detail, strip })
  const { shape, axes, spacing = [1, 1, 1] } = volume
  const sides = shape.map((side, axis) => side * spacing[axis])
  const longest = Math.max(...sides)
  const every = [0, 1, 2].map((axis) => sliceView(axis, axes))
  const thick = every.filter(({ down, right }) => shape[down] > 1 && shape[right] > 1)
  const views = thick.length > 0 ? thick : every
  const axial = views.find(({ name }) => name === "axial") ?? views[0]
  const first = volume.data.subarray(0, volume.data.length / volume.channels)
  const grey: ValueRange =
    options.window === undefined ? greyRange(first) : { min: options.window[0], max: options.window[1] }

  const rows: SlicesRow[] = []
  for (const target of targets) {
    const { colorMap = target.versus === undefined ? "viridis" : "blue-red", map } = target
    const range = valueRange(map, { ...target, colorMap })
    const signed = divergingColorMapNames.includes(colorMap)
    const colors = { colorMap, ...(range.max > range.min ? range : {}) }
    const draw = async (view: SliceView, index: number, side: number): Promise<SlicePanel> => {
      const scale = side / longest
      const size = {
        width: Math.max(8, Math.round(sides[view.right] * scale)),
        height: Math.max(8, Math.round(sides[view.down] * scale)),
      }
      const own = { width: shape[view.right], height: shape[view.down] }
      const pixels = detailedSize(size, detail)
      const image = await resize(toGreys(cutSlice(first, shape, view, index), own, grey), pixels, "bilinear")
      const heat = await enlarge(cutSlice(map, shape, view, index), own, pixels)
      const laid = await overlay(image, heat, {
        ...colors,
        ...(options.opacity === undefined ? {} : { opacity: options.opacity }),
      })
      return {
        view,
        index,
        count: shape[view.axis],
        size,
        image: await pngDataUri({ ...laid, channels: 3 }, encodePng),
      }
    }
    const peak = peakOf(map, shape, signed)
    const panels: (SlicePanel & { readonly crosshair: readonly [number, number] })[] = []
    // The axial slice first, as radiologists read them.
    for (const view of [axial, ...views.filter((other) => other !== axial)]) {
      const along = (axis: number, flip: boolean) => {
        const share = (peak[axis] + 0.5) / shape[axis]
        return flip ? 1 - share : share
      }
      const crosshair = [along(view.right, view.flipRight), along(view.down, view.flipDown)] as const
      panels.push({ ...(await draw(view, peak[view.axis], panelSide)), crosshair })
    }
    const tiles: SlicePanel[] = []
    const most = shape[axial.axis] > 1 ? strip : 0
    for (const index of importantSlices(map, shape, axial.axis, most, signed))
      tiles.push(await draw(axial, index, panelSide / 2))
    rows.push({
      heading: headingOf(target, scoreScale),
      panels,
      tiles,
      colorMap,
      ...range,
      unit: unitOf(target, scoreScale),
    })
  }
  return layOutSlices({ fonts, title, subtitle: subtitle ?? "", predictions, scoreScale, rows, footer })
}

function checkOptions(
  { volume, targets, window }: DrawSlicesOptions,
  { panelSide, detail, strip }: { panelSide: number; detail: number; strip: number },
): void {
  const { shape, channels, data } = volume
  const units = shape.reduce((product, side) => product * side, 1)
  if (shape.length !== 3 || data.length !== units * channels || units === 0)
    throw new RangeError(
      `a volume of ${shape.join(" x ")} voxels and ${channels} channels was expected; got ${data.length} values`,
    )
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  for (const { map } of targets)
    if (map.length !== units)
      throw new RangeError(`a map of ${shape.join(" x ")} has ${units} values, not ${map.length}`)
  if (window !== undefined && !(window[1] > window[0]))
    throw new RangeError(`white must be above black, got ${window.join(" and ")}`)
  checkPanelSide(panelSide)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail must be from 1 to 8, got ${detail}`)
  if (!(Number.isInteger(strip) && strip >= 0 && strip <= 12))
    throw new RangeError(`strip must be a whole number from 0 to 12, got ${strip}`)
}

function toGreys(slice: Float32Array, size: Size, range: ValueRange): Picture {
  const levels = toLevels(slice, range)
  return {
    ...size,
    data: Uint8Array.from({ length: 3 * levels.length }, (_, i) => levels[Math.floor(i / 3)]),
  }
}

/** Returns a slice of a map with more pixels, linear between the centres of voxels. */
async function enlarge(slice: Float32Array, own: Size, { width, height }: Size): Promise<Float32Array> {
  const whole = { x: 0, y: 0, ...own }
  return await toOriginal(slice, { grid: own, picture: own, covers: whole, shows: whole }, width, height)
}
