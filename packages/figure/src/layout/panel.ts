import type { Raster, Size } from "@pami/image"
import type { FigureTools } from "./figure-tools.ts"
import { rule } from "./style.ts"

/** Returns the size of a panel, in pixels of the figure: the image's proportions with `side` as the longer side. */
export function panelSize({ width, height }: Size, side: number): Size {
  const scale = side / Math.max(width, height)
  return { width: Math.max(8, Math.round(width * scale)), height: Math.max(8, Math.round(height * scale)) }
}

/** Returns the size of a panel's content in its own pixels, `detail` of them for each pixel of the figure. */
export function detailedSize({ width, height }: Size, detail: number): Size {
  return { width: Math.round(width * detail), height: Math.round(height * detail) }
}

/** Throws a RangeError when `panelSide` is out of range. */
export function checkPanelSide(panelSide: number): void {
  if (!(panelSide >= 64 && panelSide <= 4096))
    throw new RangeError(`panelSide must be from 64 to 4096 pixels, got ${panelSide}`)
}

/** Returns the width of a column: that of its panel, or what the text beside a narrow panel needs. */
export function columnWidth({ width }: Size): number {
  return Math.max(width, 190)
}

/** Returns the SVG of an image with a thin frame, its top left corner at `x`, `y`. */
export function panel(href: string, x: number, y: number, { width, height }: Size): string {
  return (
    `<image href="${href}" x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none"/>` +
    `<rect x="${x - 0.5}" y="${y - 0.5}" width="${width + 1}" height="${height + 1}" fill="none" stroke="${rule}"/>`
  )
}

/** Returns a raster as the `data:` URI of a PNG file. */
export async function pngDataUri(raster: Raster, encodePng: FigureTools["encodePng"]): Promise<string> {
  return `data:image/png;base64,${base64(await encodePng(raster))}`
}

function base64(bytes: Uint8Array): string {
  let text = ""
  // In chunks, because a call takes no more than some ten thousand arguments.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}
