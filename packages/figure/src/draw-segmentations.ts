import { slices } from "@pami/core/tensor"
import { checkPicture, labelsToOriginal, resize, type Geometry, type Picture } from "@pami/image"
import { drawBoundaries, type BoundariesOptions } from "./boundaries.ts"
import type { FigureTools } from "./layout/figure-tools.ts"
import { columnsFor, layOutSegmentations, type TileContent } from "./layout/lay-out-segmentations.ts"
import { checkPanelSide, detailedSize, panelSize, pngDataUri } from "./layout/panel.ts"
import { paleGrey } from "./pale.ts"

/** A segmentation and its name. */
export interface SegmentationTile {
  /** Shown above the image with the number of parts: `SLIC, 30 segments`. */
  readonly name: string
  /** One integer per cell of the model's grid, `[grid.height, grid.width]`; cells with equal labels are one part. */
  readonly labels: Int32Array
}

/** Options of {@link drawSegmentations}. */
export interface DrawSegmentationsOptions extends Pick<BoundariesOptions, "color" | "width"> {
  /** The original image, on which the boundaries are drawn. */
  readonly image: Picture
  /** How the image lies on the model's grid, as `pictureInput` returns it. */
  readonly geometry: Geometry
  /** At least one. A single one fills the figure; several are tiled in rows, in this order. */
  readonly segmentations: readonly SegmentationTile[]
  /** Default: none. */
  readonly title?: string
  /** Default: none. */
  readonly subtitle?: string
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Longer side of an image, in pixels of the figure, 64 to 4096. Default: 640 for one segmentation, else 270. */
  readonly panelSide?: number
  /** Most tiles in a row. Default: the number that makes the figure about one and a half times as wide as high. */
  readonly columns?: number
  /** Pixels of an image for each pixel of the figure, 0.5 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws a figure of one or more segmentations of an image: the boundaries of the parts on the image, under the name of
 * the segmentation and its number of parts. The area that the model did not see is pale.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a segmentation, for one of another size than the grid, and for an option out of range
 */
export async function drawSegmentations(
  options: DrawSegmentationsOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const { image, geometry, segmentations, title = "", subtitle = "", footer = [], color, width } = options
  const count = segmentations.length
  checkPicture(image)
  if (count === 0) throw new RangeError("a figure needs at least one segmentation")
  const { panelSide = count === 1 ? 640 : 270, detail = 2 } = options
  checkPanelSide(panelSide)
  if (!(detail >= 0.5 && detail <= 8)) throw new RangeError(`detail must be from 0.5 to 8, got ${detail}`)
  const panel = panelSize(image, panelSide)
  const { columns = columnsFor(count, panel) } = options
  if (!(columns >= 1)) throw new RangeError(`columns must be at least 1, got ${columns}`)
  const pixels = detailedSize(panel, detail)
  const shown = await resize(image, pixels, "bicubic")
  const tiles: TileContent[] = []
  let partlySeen = false
  for (const { name, labels } of segmentations) {
    const placed = await labelsToOriginal(labels, geometry, pixels.width, pixels.height)
    const unseen = placed.includes(-1)
    const drawn = await drawBoundaries(unseen ? await paleOutside(shown, placed) : shown, placed, {
      ...(color === undefined ? {} : { color }),
      ...(width === undefined ? {} : { width }),
    })
    const parts = new Set(labels).size
    tiles.push({
      name,
      parts: parts === 1 ? "1 part" : `${parts} parts`,
      image: await pngDataUri({ ...drawn, channels: 3 }, encodePng),
    })
    partlySeen ||= unseen
  }
  return layOutSegmentations({
    fonts,
    panel,
    columns: Math.min(count, Math.floor(columns)),
    title,
    subtitle,
    footer: partlySeen ? ["Pale: outside what the model was shown.", ...footer] : footer,
    tiles,
  })
}

/** Returns the image with the pixels that have no label in pale grey, as in an overlay. */
async function paleOutside(image: Picture, labels: Int32Array): Promise<Picture> {
  const data = image.data.slice()
  const slice = slices()
  for (let i = 0; i < labels.length; i++) {
    if (i % 4096 === 0 && slice.due()) await slice.next()
    if (labels[i] === -1) data.fill(paleGrey(data, i * 3), i * 3, i * 3 + 3)
  }
  return { ...image, data }
}
