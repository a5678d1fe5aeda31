/** The samples of a PNG file, as its header declares them. */
export interface PngHeader {
  /** Of one sample. */
  readonly bits: number
  /** Of the samples that the image was made from, in the `sBIT` chunk: as many as the finest channel of colour has. */
  readonly significantBits?: number
}

/**
 * The header of a PNG file.
 *
 * @returns `undefined` for a header that is truncated or wrong
 */
export function readPngHeader(bytes: Uint8Array): PngHeader | undefined {
  if (bytes.length < 33) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bits = view.getUint8(24)
  const colors = (view.getUint8(25) & 2) === 0 ? 1 : 3
  for (let at = 33; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    // It comes before the palette and the pixels.
    if (name === "PLTE" || name === "IDAT") break
    const length = view.getUint32(at)
    if (name === "sBIT" && length >= colors && at + 8 + length <= bytes.length)
      return { bits, significantBits: Math.max(...bytes.subarray(at + 8, at + 8 + colors)) }
  }
  return { bits }
}
