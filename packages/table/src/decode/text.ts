import { PamiError } from "@pami/core"

/**
 * Returns the text of a file in UTF-8, or in UTF-16 with a byte order mark, without the mark.
 *
 * @throws PamiError `TABLE_INVALID` for another encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8"
  const refuse = (found: string, cause?: unknown) =>
    new PamiError("TABLE_INVALID", `${name} is ${found}. Save it as CSV or JSON in UTF-8.`, { cause })
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw refuse(`not text in ${encoding.toUpperCase()}`, cause)
  }
  if (text.includes("\0")) throw refuse("not text: it holds NUL characters")
  return text
}
