import { checkPicture, resize, toOriginal, type Geometry, type Picture } from "@pami/image"
import type { FigureTools } from "../layout/figure-tools.ts"
import { checkPanelSide, detailedSize, panelSize, pngDataUri } from "../layout/panel.ts"
import { overlay } from "../overlay.ts"
import { checkMap } from "../value-range.ts"
import { layOutComparison, type MapTile } from "./lay-out-comparison.ts"
import type { ComparisonChart } from "./line-chart.ts"

/** A method and its map. */
export interface ComparedMap {
  /** Name of the method, shown above its map. */
  readonly name: string
  /** Shown after the name: `300 passes`. */
  readonly note?: string
  /** On the model's grid, `[grid.height, grid.width]`. */
  readonly map: Float32Array
}

/** Options of {@link drawComparison}. */
export interface DrawComparisonOptions {
  /** The original image. */
  readonly image: Picture
  /** How the image lies on the model's grid, as `pictureInput` returns it. */
  readonly geometry: Geometry
  /** At least one. Each has its own range of colours. */
  readonly maps: readonly ComparedMap[]
  /** Charts with a line for each map, in the order of `maps`. Default: none. */
  readonly charts?: readonly ComparisonChart[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Opacity of the overlay where a map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
  /** Longer side of a panel, in pixels of the figure, 64 to 4096. Default: 240. */
  readonly panelSide?: number
  /** Pixels of a panel's image for each pixel of the figure, 1 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws the maps of several methods for one image side by side, and charts with a line for each method below.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a map, for a map of another size than the grid, a chart with another number of lines than maps,
 *   and for an option out of range
 */
export async function drawComparison(
  options: DrawComparisonOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const { image, geometry, maps, charts = [], title, subtitle = "", footer = [], opacity } = options
  const { panelSide = 240, detail = 2 } = options
  checkPicture(image)
  if (maps.length === 0) throw new RangeError("a comparison needs at least one map")
  checkPanelSide(panelSide)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail must be from 1 to 8, got ${detail}`)
  for (const { title, lines } of charts)
    if (lines.length !== maps.length)
      throw new RangeError(
        `the chart "${title}" needs a line for each of ${maps.length} maps; got ${lines.length}`,
      )
  const panel = panelSize(image, panelSide)
  const pixels = detailedSize(panel, detail)
  const shown = await resize(image, pixels, "bicubic")
  const tiles: MapTile[] = []
  for (const { name, note = "", map } of maps) {
    checkMap(map, geometry.grid)
    const placed = await toOriginal(map, geometry, pixels.width, pixels.height)
    const laid = await overlay(shown, placed, opacity === undefined ? {} : { opacity })
    tiles.push({ name, note, image: await pngDataUri({ ...laid, channels: 3 }, encodePng) })
  }
  return layOutComparison({
    fonts,
    panel,
    input: await pngDataUri({ ...shown, channels: 3 }, encodePng),
    tiles,
    charts,
    title,
    subtitle,
    footer,
  })
}
