import type { Scale } from "@pami/core"
import { checkPicture, resize, toOriginal, type Geometry, type Picture } from "@pami/image"
import type { FigureTools } from "../layout/figure-tools.ts"
import { checkPanelSide, detailedSize, panelSize, pngDataUri } from "../layout/panel.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"
import { overlay } from "../overlay.ts"
import { paleGrey } from "../pale.ts"
import type { WordTarget } from "../text/word-target.ts"
import { checkMap, valueRange } from "../value-range.ts"
import { layOutStrip, type StripTile } from "./lay-out-strip.ts"

/** Options of {@link drawStrip}. */
export interface DrawStripOptions {
  /** The original image. */
  readonly image: Picture
  /** How the image lies on the model's grid, as `pictureInput` returns it. */
  readonly geometry: Geometry
  /** The words of the caption in reading order, at least one. Each map is on the model's grid and has its own range of colours. */
  readonly targets: readonly WordTarget[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** Other captions or answers, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
  /** Most words drawn, from the first on; the figure says how many are left out. Default: 60. */
  readonly most?: number
  /** Opacity of the overlays where a map is highest, 0 to 1. Default: 0.65. */
  readonly opacity?: number
  /** Longer side of the image, in pixels of the figure, 64 to 4096; those of the words have half of it. Default: 264. */
  readonly panelSide?: number
  /** Pixels of a panel's image for each pixel of the figure, 1 to 8. Default: 2. */
  readonly detail?: number
}

/**
 * Draws the explanation of a caption, word by word: the image once, and for each word a small image with its map, in reading
 * order and in as many rows as they need. A word that does not depend on the image is grey, over a pale image.
 *
 * @returns an SVG document that needs no other file
 * @throws RangeError without a word, for a map of another size than the grid, and for an option out of range
 */
export async function drawStrip(
  options: DrawStripOptions,
  { fonts, encodePng }: FigureTools,
): Promise<string> {
  const {
    image,
    geometry,
    targets,
    title,
    subtitle,
    predictions = [],
    scoreScale,
    footer = [],
    opacity,
  } = options
  const { most = 60, panelSide = 264, detail = 2 } = options
  checkPicture(image)
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  if (!(Number.isSafeInteger(most) && most >= 1))
    throw new RangeError(`most must be a whole number of words from 1, got ${most}`)
  checkPanelSide(panelSide)
  if (!(detail >= 1 && detail <= 8)) throw new RangeError(`detail must be from 1 to 8, got ${detail}`)
  const panel = panelSize(image, panelSide)
  const tile = panelSize(image, panelSide / 2)
  const pixels = detailedSize(tile, detail)
  const small = await resize(image, pixels, "bicubic")
  let pale: string | undefined
  const tiles: StripTile[] = []
  for (const target of targets.slice(0, most)) {
    checkMap(target.map, geometry.grid)
    const { label, score, depends = true } = target
    const word = { label, ...(score === undefined ? {} : { score }), depends }
    if (!depends) {
      pale ??= await pngDataUri({ ...paled(small), channels: 3 }, encodePng)
      tiles.push({ ...word, image: pale })
      continue
    }
    const { colorMap = target.versus === undefined ? "viridis" : "blue-red" } = target
    const range = valueRange(target.map, { ...target, colorMap })
    const map = await toOriginal(target.map, geometry, pixels.width, pixels.height)
    const laid = await overlay(small, map, {
      colorMap,
      ...(range.max > range.min ? range : {}),
      ...(opacity === undefined ? {} : { opacity }),
    })
    tiles.push({ ...word, range, image: await pngDataUri({ ...laid, channels: 3 }, encodePng) })
  }
  const shown = await resize(image, detailedSize(panel, detail), "bicubic")
  return layOutStrip({
    fonts,
    title,
    subtitle,
    panel,
    tile,
    input: await pngDataUri({ ...shown, channels: 3 }, encodePng),
    tiles,
    left: targets.length - tiles.length,
    predictions,
    scoreScale,
    footer,
  })
}

function paled({ width, height, data }: Picture): Picture {
  const out = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at += 3) out.fill(paleGrey(data, at), at, at + 3)
  return { width, height, data: out }
}
