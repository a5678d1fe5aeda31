import { captionFigure } from "@pami/explainer"
import { drawFigure, parseFonts } from "@pami/figure"
import type { Picture } from "@pami/image"
import { encodePng } from "@pami/image/browser"
import { readFonts } from "../../engine/fonts.ts"
import type { Caption, Shot } from "./contract.ts"

/** Draws the figure that the command line draws, as SVG. Its text is outlines: it looks the same everywhere. */
export async function drawShot(
  image: Picture,
  { geometry, map, colorMap, range, opacity }: Shot,
  caption: Caption,
): Promise<string> {
  const [plain, strong, slanted] = await readFonts()
  const { targets, ...words } = captionFigure({ ...caption, maps: [map], colors: colorMap, opacity })
  // The range of the whole map: a threshold hides a part of it.
  const shown = targets.map((target) => ({ ...target, ...(range.max > range.min ? range : {}) }))
  return await drawFigure(
    { ...words, image, geometry, targets: shown },
    { fonts: await parseFonts({ regular: plain, bold: strong, italic: slanted }), encodePng },
  )
}
