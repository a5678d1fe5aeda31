import { segmenter } from "../units/segments.ts"
import { invalid } from "./failure.ts"
import { textOf } from "./json.ts"

const mostCharacters = 8 * 2 ** 20
const mostRemembered = 20_000

/**
 * Returns the normalizer that SentencePiece compiled: a table of characters and what they become, in a double array (Aoe, *An
 * efficient digital search algorithm by using a double-array structure*, 1989) behind its length, then the replacements, each up to
 * a zero.
 *
 * @param map in base64
 * @throws PamiError `TOKENIZER_INVALID`
 */
export function precompiled(map: unknown): (text: string) => string {
  if (map === undefined || map === null) return (text) => text
  const bytes = fromBase64(textOf(map, "precompiled_charsmap", mostCharacters))
  const view = new DataView(bytes.buffer)
  const size = bytes.length >= 4 ? view.getUint32(0, true) : Infinity
  if (size % 4 !== 0 || size > bytes.length - 4)
    throw invalid("precompiled_charsmap does not hold the table that it states")
  const table = Int32Array.from({ length: size / 4 }, (_, i) => view.getInt32(4 + 4 * i, true))
  const replacements = bytes.subarray(4 + size)
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()]
  const find = (text: string): string | undefined => {
    const at = search(table, encoder.encode(text))
    if (at === undefined) return undefined
    const end = replacements.indexOf(0, at)
    return decoder.decode(replacements.subarray(at, end < 0 ? replacements.length : end))
  }
  const remembered = new Map<string, string>()
  const replace = (character: string): string => {
    let replaced = remembered.get(character)
    if (replaced !== undefined) return replaced
    // Longer sequences of combining characters are replaced one by one, as the reference does.
    replaced =
      (encoder.encode(character).length < 6 ? find(character) : undefined) ??
      Array.from(character, (one) => find(one) ?? one).join("")
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(character, replaced)
    return replaced
  }
  const characters = segmenter("grapheme", undefined)
  return (text) => {
    let changed = ""
    if (/^[\x20-\x7E]*$/u.test(text)) for (const character of text) changed += replace(character)
    else for (const { segment } of characters.segment(text)) changed += replace(segment)
    return changed
  }
}

/** Returns the value of the shortest entry that a text starts with. */
function search(table: Int32Array, text: Uint8Array): number | undefined {
  const offset = (unit: number) => (unit >>> 10) << ((unit & 512) >>> 6)
  let place = offset(table[0] ?? 0)
  for (const byte of text) {
    if (byte === 0) return undefined
    place ^= byte
    const unit = table[place]
    if (unit === undefined || (unit & ~0x7fff_ff00) !== byte) return undefined
    place ^= offset(unit)
    if ((unit >>> 8) & 1) return (table[place] ?? 0) & 0x7fff_ffff
  }
  return undefined
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch (cause) {
    throw invalid("precompiled_charsmap is not base64", {}, cause)
  }
}
