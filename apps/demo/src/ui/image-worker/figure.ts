import bold from "@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff?url"
import italic from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-italic.woff?url"
import regular from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff?url"
import { captionFigure } from "@pami/explainer"
import { drawFigure, parseFonts } from "@pami/figure"
import type { Picture } from "@pami/image"
import { encodePng } from "@pami/image/browser"
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

/** Files of the fonts that figures are written in: regular, bold, italic. */
export async function readFonts(): Promise<readonly Uint8Array[]> {
  return await Promise.all([regular, bold, italic].map(bytesOf))
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  return new Uint8Array(await response.arrayBuffer())
}
