import bold from "@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff?url"
import italic from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-italic.woff?url"
import regular from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff?url"
import { drawFigure, parseFonts } from "@pami/figure"
import { encodePng } from "@pami/image/browser"
import type { Caption, Shot } from "./contract.ts"

/** Draws the figure that the command line draws, as SVG. Its text is outlines, so that it looks the same everywhere. */
export async function drawShot(
  { picture, geometry, map, colorMap, range, opacity }: Shot,
  { title, subtitle, label, score, scale, versus, predictions, footer }: Caption,
): Promise<string> {
  const [plain, strong, slanted] = await readFonts()
  const target = {
    label,
    score,
    map,
    colorMap,
    ...(range.max > range.min ? range : {}),
    ...(versus === null ? {} : { versus }),
  }
  return await drawFigure(
    {
      image: picture,
      geometry,
      title,
      subtitle,
      scoreScale: scale,
      predictions,
      targets: [target],
      footer: [footer],
      opacity,
    },
    { fonts: parseFonts({ regular: plain, bold: strong, italic: slanted }), encodePng },
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
