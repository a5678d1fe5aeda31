/** Formats that some platform here decodes. */
export type PictureFormat = "JPEG" | "PNG" | "GIF" | "WebP" | "AVIF" | "TIFF" | "BMP"

/** The kind of a file, by its first bytes. */
export interface Signature {
  /** Absent for files that are not images or cannot be decoded. */
  readonly format?: PictureFormat
  /** For people, with an article: `"a PDF document"`. */
  readonly looksLike: string
}

interface Mark {
  readonly at?: number
  readonly text: string
  readonly format?: PictureFormat
  readonly looksLike: string
}

// Bytes as Latin-1 text. The order matters: the first match counts.
const images: readonly Mark[] = [
  { text: "\xFF\xD8\xFF", format: "JPEG", looksLike: "a JPEG image" },
  { text: "\x89PNG\r\n\x1A\n", format: "PNG", looksLike: "a PNG image" },
  { text: "GIF8", format: "GIF", looksLike: "a GIF image" },
  { at: 8, text: "WEBP", format: "WebP", looksLike: "a WebP image" },
  { at: 4, text: "ftypavif", format: "AVIF", looksLike: "an AVIF image" },
  { at: 4, text: "ftypavis", format: "AVIF", looksLike: "an AVIF image" },
  { text: "II*\0", format: "TIFF", looksLike: "a TIFF image" },
  { text: "MM\0*", format: "TIFF", looksLike: "a TIFF image" },
  { text: "II+\0", format: "TIFF", looksLike: "a TIFF image" },
  { text: "MM\0+", format: "TIFF", looksLike: "a TIFF image" },
  { text: "BM", format: "BMP", looksLike: "a BMP image" },
  { at: 4, text: "ftyphei", looksLike: "a HEIC image" },
  { at: 4, text: "ftyphev", looksLike: "a HEIC image" },
  { at: 4, text: "ftypmif1", looksLike: "a HEIF image" },
  { at: 4, text: "ftypmsf1", looksLike: "a HEIF image" },
  { at: 4, text: "JXL ", looksLike: "a JPEG XL image" },
  { text: "\xFF\x0A", looksLike: "a JPEG XL image" },
  { at: 4, text: "jP  ", looksLike: "a JPEG 2000 image" },
  { text: "8BPS", looksLike: "a Photoshop image" },
  { text: "\0\0\x01\0", looksLike: "an icon" },
]

const others: readonly Mark[] = [
  { at: 4, text: "ftyp", looksLike: "a video" },
  { text: "%PDF", looksLike: "a PDF document" },
  { text: "PK\x03\x04", looksLike: "a ZIP archive" },
  { text: "\x1F\x8B", looksLike: "a gzip archive" },
  { text: "\x93NUMPY", looksLike: "a numpy array" },
  { text: "\x89HDF", looksLike: "an HDF5 file" },
  { text: "RIFF", looksLike: "a sound or video" },
]

/** Returns the kind of a file, by its first bytes; its name does not count. */
export function signatureOf(bytes: Uint8Array): Signature {
  if (bytes.length === 0) return { looksLike: "an empty file" }
  const start = String.fromCharCode(...bytes.subarray(0, 512))
  const mark = find([...images, ...others], start)
  if (mark === undefined) return { looksLike: textOf(start) }
  const { format, looksLike } = mark
  return format === undefined ? { looksLike } : { format, looksLike }
}

/** Returns whether a file begins as an image, of a format that is decoded here or of another. */
export function isImage(bytes: Uint8Array): boolean {
  return find(images, String.fromCharCode(...bytes.subarray(0, 16))) !== undefined
}

function find(marks: readonly Mark[], start: string): Mark | undefined {
  return marks.find(({ at = 0, text }) => start.startsWith(text, at))
}

function textOf(start: string): string {
  if (/<svg[\s>]/i.test(start)) return "an SVG drawing"
  if (/^(\xEF\xBB\xBF)?\s*<(!doctype|html|head|body)/i.test(start)) return "a web page"
  if (/^(\xEF\xBB\xBF)?\s*[[{]/.test(start) && !hasControls(start)) return "JSON text"
  return hasControls(start) ? "data of an unknown kind" : "text"
}

function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) return true
  }
  return false
}
