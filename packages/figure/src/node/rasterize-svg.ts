import { loadSharp } from "@pami/image/node"
import type Sharp from "sharp"

/**
 * Rasterizes an SVG drawing on white.
 *
 * @param options `scale`: pixels of the PNG for each pixel of the drawing, 0.5 to 8; default 1
 * @returns the bytes of a PNG file
 * @throws PamiError `SHARP_UNAVAILABLE` of @pami/image
 * @throws RangeError when the scale is out of range
 */
export async function rasterizeSvg(svg: string, { scale = 1 }: { scale?: number } = {}): Promise<Uint8Array> {
  checkScale(scale)
  const pixelsPerInch = 72
  const sharp = await loadSharp<typeof Sharp>()
  return await sharp(new TextEncoder().encode(svg), { density: pixelsPerInch * scale, unlimited: true })
    .flatten({ background: "#fff" })
    .png()
    .toBuffer()
}

/** @throws RangeError when the scale is out of range */
export function checkScale(scale: number): void {
  if (!(scale >= 0.5 && scale <= 8)) throw new RangeError(`scale must be from 0.5 to 8, got ${scale}`)
}
