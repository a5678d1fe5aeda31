import type { Size } from "./picture.ts"
import type { PictureFormat } from "./signature.ts"
import { readTiffHeader } from "./tiff.ts"

/**
 * The size that a file's header declares, before rotation, read without decoding anything.
 *
 * @returns `undefined` for a header that is truncated or wrong
 */
export function declaredSize(bytes: Uint8Array, format: PictureFormat): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return format === "TIFF" ? readTiffHeader(bytes) : readers[format]?.(view)
  } catch (error) {
    // Reading past the end of the view is how a header shows that it is truncated.
    if ((error as Error).name === "RangeError") return undefined
    throw error
  }
}

const readers: Partial<Record<PictureFormat, (view: DataView) => Size | undefined>> = {
  PNG: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  GIF: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  BMP: (view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }),
  JPEG: jpegSize,
  WebP: webpSize,
  AVIF: avifSize,
}

function jpegSize(view: DataView): Size | undefined {
  const at = findSegment(view, isFrame)
  return at === undefined ? undefined : { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
}

/**
 * Returns whether a JPEG has its end mark. The search starts where the first scan begins, because a thumbnail before it
 * has its own, and the mark may be anywhere after it: cameras append data.
 */
export function endsJpeg(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scan = findSegment(view, (marker) => marker === 0xda)
  if (scan === undefined) return false
  for (let at = bytes.length - 2; at > scan; at--)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true
  return false
}

/** Returns the position of the first segment with one of the markers. */
function findSegment(view: DataView, wanted: (marker: number) => boolean): number | undefined {
  let at = 2
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (wanted(marker)) return at
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker === 0xd9 || marker === 0xda) return undefined
    else at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** Start of frame, any of its kinds; the three left out are Huffman tables, an extension and arithmetic coding. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function webpSize(view: DataView): Size | undefined {
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)))
  if (kind === "VP8 ")
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== "VP8X") return undefined
  return { width: threeBytes(view, 24) + 1, height: threeBytes(view, 27) + 1 }
}

/** The largest image in the file: parts of it, thumbnails and alpha declare their own sizes. */
function avifSize(view: DataView): Size | undefined {
  const sizes = ["meta", "iprp", "ipco", "ispe"].reduce(
    (within, name) => within.flatMap((box) => boxes(view, box).filter((inner) => inner.name === name)),
    [{ name: "", start: 0, end: view.byteLength }],
  )
  return sizes
    .map(({ start }) => ({ width: view.getUint32(start), height: view.getUint32(start + 4) }))
    .reduce<Size | undefined>(
      (most, size) => (most && most.width * most.height >= size.width * size.height ? most : size),
      undefined,
    )
}

/** A part of a file of ISO's base media format, without its header. */
interface Box {
  readonly name: string
  readonly start: number
  readonly end: number
}

// Boxes that begin with a version and flags.
const versioned = ["meta", "ispe"]

function boxes(view: DataView, { start, end }: Box): Box[] {
  const found: Box[] = []
  for (let at = start; at + 8 <= end;) {
    const size = view.getUint32(at)
    const name = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)))
    // 1 stands for a size of 64 bits behind the name, 0 for the rest of the file.
    const length = size === 1 ? Number(view.getBigUint64(at + 8)) : size === 0 ? end - at : size
    const header = (size === 1 ? 16 : 8) + (versioned.includes(name) ? 4 : 0)
    if (length < header) break
    found.push({ name, start: at + header, end: Math.min(end, at + length) })
    at += length
  }
  return found
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65536
}
