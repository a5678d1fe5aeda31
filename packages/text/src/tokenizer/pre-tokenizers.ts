import { invalid, unsupported } from "./failure.ts"
import { countOf, describe, fieldsOf, listOf, textOf } from "./json.ts"
import type { Fields } from "./json.ts"
import { patternOf } from "./pattern.ts"

/**
 * Cuts a normalized text into the pieces that the model splits further.
 *
 * @param first whether the text starts there
 */
export type PreTokenizer = (text: string, first: boolean) => readonly string[]

const deepest = 8

/**
 * Returns the pre-tokenizer that `tokenizer.json` describes. Those of `@huggingface/tokenizers` differ from the reference: a word
 * of `Whitespace` is of ASCII, marks of `Punctuation` stay together, `Metaspace` does not cut, `Split` knows two of five
 * behaviours.
 *
 * @throws PamiError `TOKENIZER_INVALID`, `TOKENIZER_UNSUPPORTED`
 */
export function preTokenizerOf(value: unknown, depth = 0): PreTokenizer {
  const config = fieldsOf(value, "pre_tokenizer")
  if (config === undefined) return (text) => [text]
  switch (config["type"]) {
    case "Sequence": {
      if (depth === deepest) throw unsupported(`pre-tokenizers are nested up to ${deepest} deep`)
      const steps = listOf(config["pretokenizers"], "pretokenizers", 100).map((step) =>
        preTokenizerOf(step, depth + 1),
      )
      return (text, first) =>
        steps.reduce<readonly string[]>(
          (pieces, step) =>
            pieces.flatMap((piece, i) => step(piece, first && i === 0 && text.startsWith(piece))),
          [text],
        )
    }
    case "BertPreTokenizer":
      return cut(new RegExp(String.raw`[^\p{White_Space}${punctuation}]+|[${punctuation}]`, "gu"))
    case "Whitespace":
      return cut(new RegExp(String.raw`[${wordCharacters}]+|[^${wordCharacters}\p{White_Space}]+`, "gu"))
    case "WhitespaceSplit":
      return cut(/\P{White_Space}+/gu)
    case "Punctuation":
      return split(new RegExp(`[${punctuation}]`, "gu"), behaviourOf(config["behavior"] ?? "Isolated"))
    case "Digits":
      return split(/\p{N}/gu, config["individual_digits"] ? "isolated" : "contiguous")
    case "CharDelimiterSplit":
      return split(patternOf({ String: config["delimiter"] }, "a delimiter"), "removed")
    case "Split": {
      const pattern = patternOf(config["pattern"], "the pattern of a pre-tokenizer")
      return split(pattern, behaviourOf(config["behavior"]), Boolean(config["invert"]))
    }
    case "FixedLength": {
      const length = countOf(config["length"], "the length of pieces", 10_000)
      if (length === 0) throw invalid("pieces have a length of at least 1, not 0")
      return (text) => inPieces([...text], length)
    }
    case "Metaspace":
      return metaspace(config)
    case "ByteLevel":
      return byteLevel(config)
    default:
      throw unsupported(
        `the pre-tokenizer ${describe(config["type"])} is not known: save the tokenizer without it`,
      )
  }
}

const punctuation = String.raw`\p{P}\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E`
const wordCharacters = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200C\u200D`

function cut(pattern: RegExp): PreTokenizer {
  return (text) => text.match(pattern) ?? []
}

function inPieces(characters: readonly string[], length: number): readonly string[] {
  return Array.from({ length: Math.ceil(characters.length / length) }, (_, i) =>
    characters.slice(i * length, (i + 1) * length).join(""),
  )
}

type Behaviour = "removed" | "isolated" | "mergedwithprevious" | "mergedwithnext" | "contiguous"

function behaviourOf(value: unknown): Behaviour {
  const name = textOf(value, "the behavior of a pre-tokenizer").toLowerCase()
  if (!["removed", "isolated", "mergedwithprevious", "mergedwithnext", "contiguous"].includes(name))
    throw unsupported(`the behavior ${describe(value)} of a pre-tokenizer is not known`)
  return name as Behaviour
}

/** Cuts at the matches of a pattern, or at all else if inverted; a behaviour decides where the matches go. */
function split(pattern: RegExp, behaviour: Behaviour, invert = false): PreTokenizer {
  return (text) => {
    const pieces: string[] = []
    let matchedBefore = false
    for (const [piece, matches] of alternate(text, pattern, invert)) {
      const joins =
        behaviour === "mergedwithprevious"
          ? matches && pieces.length > 0 && !matchedBefore
          : behaviour === "mergedwithnext"
            ? !matches && matchedBefore
            : behaviour === "contiguous" && matches === matchedBefore && pieces.length > 0
      if (joins) pieces[pieces.length - 1] += piece
      else if (!(matches && behaviour === "removed")) pieces.push(piece)
      matchedBefore = matches
    }
    return pieces
  }
}

/** Yields the text in order: the matches of a pattern, and what lies between them. */
function* alternate(
  text: string,
  pattern: RegExp,
  invert: boolean,
): Generator<[piece: string, matches: boolean]> {
  let end = 0
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (index > end) yield [text.slice(end, index), invert]
    if (match !== "") yield [match, !invert]
    end = index + match.length
  }
  if (end < text.length) yield [text.slice(end), invert]
}

function metaspace(config: Fields): PreTokenizer {
  const mark = textOf(config["replacement"] ?? "\u2581", "the replacement of spaces", 16)
  const scheme = config["prepend_scheme"] ?? (config["add_prefix_space"] === false ? "never" : "always")
  const pieces = split(patternOf({ String: mark }, "the replacement of spaces"), "mergedwithnext")
  const cuts = config["split"] !== false
  return (text, first) => {
    const marked = text.replaceAll(" ", mark)
    const prepends = !marked.startsWith(mark) && (scheme === "always" || (scheme === "first" && first))
    const whole = prepends ? mark + marked : marked
    return cuts ? pieces(whole, first) : [whole]
  }
}

const words =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

function byteLevel({ add_prefix_space: prefix = true, use_regex: cuts = true }: Fields): PreTokenizer {
  const encoder = new TextEncoder()
  const written = (piece: string) => {
    let text = ""
    for (const byte of encoder.encode(piece)) text += byteCharacters[byte]
    return text
  }
  return (text) => {
    const whole = prefix && !text.startsWith(" ") ? ` ${text}` : text
    return (cuts ? (whole.match(words) ?? []) : [whole]).map(written)
  }
}

/** The character that stands for each byte: printable bytes for themselves, the others from U+0100 on. */
export const byteCharacters: readonly string[] = (() => {
  let next = 256
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 255 && byte !== 173)
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++))
})()
