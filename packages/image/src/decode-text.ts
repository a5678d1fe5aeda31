import { PamiError } from "@pami/core"
import type { ImageErrorCode } from "./error-code.ts"

/** A small file's content: its bytes, or the text that somebody has decoded already. */
export type FileContent = string | Uint8Array | ArrayBuffer

/** Options of {@link decodeText}. */
export interface DecodeTextOptions {
  /** Name of the file in messages. */
  readonly name: string
  /** Code of the error for a file that cannot be decoded. */
  readonly code: ImageErrorCode | "TEXT_INVALID"
  /** Largest number of bytes (of UTF-16 units, for a text). */
  readonly largest: number
}

/**
 * Returns the text of a file: UTF-8, or what its byte order mark says (UTF-8, UTF-16). The mark is not part of the text.
 * Other encodings cannot be distinguished and are refused.
 *
 * @throws PamiError with the given code, for more than `largest` bytes and for another encoding
 * @throws TypeError for what holds no bytes, such as a `Blob`
 */
export function decodeText(content: FileContent, { name, code, largest }: DecodeTextOptions): string {
  const size = typeof content === "string" ? content.length : (content as Partial<ArrayBuffer>)?.byteLength
  if (size === undefined)
    throw new TypeError(
      `${name} is given as a text, an ArrayBuffer or a typed array. Of a Blob, pass what its arrayBuffer() returns; of an address, what fetch() returns.`,
    )
  if (size > largest)
    throw new PamiError(code, `${name} has ${size} bytes; at most ${largest} are read. Is it the right file?`)
  const text = typeof content === "string" ? content.replace(/^\uFEFF/, "") : decode(content, name, code)
  if (text.includes("\0"))
    throw new PamiError(
      code,
      `${name} holds NUL bytes: it is not text, or UTF-16 without a byte order mark. Save it as UTF-8.`,
    )
  return text
}

function decode(content: Uint8Array | ArrayBuffer, name: string, code: DecodeTextOptions["code"]): string {
  const bytes = ArrayBuffer.isView(content) ? content : new Uint8Array(content)
  const [a, b, c, d] = bytes
  const refuse = (what: string, cause?: unknown): never => {
    throw new PamiError(
      code,
      `${name} is ${what}. Save it as UTF-8 (UTF-16 with a byte order mark is read too).`,
      { cause },
    )
  }
  // The mark of UTF-32 starts with that of UTF-16: it is looked for first.
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) refuse("UTF-32")
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) refuse("UTF-32")
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8"
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    if (encoding !== "utf-8")
      return refuse(`not the ${encoding.toUpperCase()} that its first bytes say`, cause)
    const at = firstInvalid(bytes)
    const hex = `0x${bytes[at].toString(16).toUpperCase().padStart(2, "0")}`
    const line = bytes.subarray(0, at).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1)
    return refuse(`not UTF-8 (byte ${hex} in line ${line}): Latin-1, Windows-1252 or another encoding`, cause)
  }
}

/** The position of the first byte that does not belong to a character of UTF-8, found by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    try {
      // As a stream: a character that the cut splits is not an error.
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true })
      low = middle
    } catch {
      high = middle
    }
  }
  // A character that breaks off is seen only by the letter that follows it.
  while (low > 0 && bytes[low] < 0x80) low--
  return low
}
