import { PamiError } from "@pami/core"
import { grouped, sha256 } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"
import { addedTokenSplitter } from "./added-tokens.ts"
import { invalid } from "./failure.ts"
import type { Tokenizer } from "./tokenizer.ts"

/** Options of {@link vocabularyTokenizer}. */
export interface VocabularyTokenizerOptions {
  /** Name for people. Default `"vocabulary"`. */
  readonly name?: string | undefined
  /** Whether words are looked up in lower case. Default true. */
  readonly lowerCase?: boolean | undefined
  /**
   * Whether marks of punctuation are `kept` in words, so that `film.` is another word than `film`, or `removed` before words
   * are looked up; an apostrophe stays. Default `kept`.
   */
  readonly punctuation?: "kept" | "removed" | undefined
  /** First token of every text; `null` for none. Default: one of the usual names, such as `<START>`, if the file lists it. */
  readonly startToken?: string | null | undefined
  /** Token of words that the file lacks. Default: as for `startToken`, such as `<UNK>`. */
  readonly unknownToken?: string | undefined
  /** Token that fills the tensor. Default: as for `startToken`, such as `<PAD>`; else id 0. */
  readonly padToken?: string | undefined
  /** Token of masked words. Default: as for `startToken`, such as `<MASK>`; else none. */
  readonly maskToken?: string | undefined
  /** The largest number of ids that the model takes. Default: not known. */
  readonly maxLength?: number | undefined
}

const usual = {
  start: ["<START>", "<start>", "<S>", "<s>", "[CLS]", "[START]", "<sos>", "<bos>"],
  unknown: ["<UNKNOWN>", "<UNK>", "<unk>", "<unknown>", "[UNK]", "<OOV>", "<oov>"],
  pad: ["<PAD>", "<pad>", "[PAD]", "<PADDING>", "<padding>"],
  mask: ["<MASK>", "<mask>", "[MASK]"],
}

const mostBytes = 64 * 2 ** 20
const mostIds = 4_000_000

/**
 * Returns the tokenizer of a vocabulary file: a token on each line, whose id is the number of the line from 0, or a token, a
 * space and its id. A text is cut at white space, and each word looked up.
 *
 * @throws PamiError `TOKENIZER_INVALID` for a file of another form; `TOKENIZER_MISMATCH` from `encode` for an unknown
 *   word if the file has no unknown token
 *
 * @example
 * const file = new TextEncoder().encode("<PAD> 0\n<START> 1\n<UNKNOWN> 2\na 3\nfilm 4\n")
 * const tokenizer = vocabularyTokenizer(file)
 * console.log(tokenizer.wrap([tokenizer.encode("A fine film")]).ids.join()) // 1,3,2,4
 */
export function vocabularyTokenizer(
  vocabulary: Uint8Array,
  options: VocabularyTokenizerOptions = {},
): Tokenizer {
  const { name = "vocabulary", lowerCase = true, punctuation = "kept", maxLength } = options
  const ids = readVocabulary(vocabulary, name)
  const find = (given: string | null | undefined, names: readonly string[], option: string) => {
    if (given === null) return undefined
    if (given !== undefined && !ids.has(given))
      throw new RangeError(`${option} is a token of the vocabulary; "${given}" is not in it`)
    return given ?? names.find((token) => ids.has(token))
  }
  const startToken = find(options.startToken, usual.start, "startToken")
  const unknownToken = find(options.unknownToken, usual.unknown, "unknownToken")
  const padToken = find(options.padToken, usual.pad, "padToken")
  const maskToken = find(options.maskToken, usual.mask, "maskToken")
  const special = [startToken, unknownToken, padToken, maskToken].filter((token) => token !== undefined)
  // A token of the file that stands for itself, whatever its case and marks.
  const sectionsOf = addedTokenSplitter(
    special.map((content) => ({ id: ids.get(content)!, content, singleWord: false, strips: [false, false] })),
  )
  const pieces: string[] = []
  for (const [piece, id] of ids) pieces[id] = piece
  const unknown = unknownToken === undefined ? undefined : ids.get(unknownToken)
  const lookUp = (word: string) => {
    const id = ids.get(word) ?? unknown
    if (id === undefined)
      throw new PamiError<TextErrorCode>(
        "TOKENIZER_MISMATCH",
        `the vocabulary lacks "${word.slice(0, 40)}", and has no unknown token: change the text, or name the token as unknownToken`,
      )
    return id
  }
  return {
    name,
    settings: {
      vocabulary: sha256([vocabulary]),
      lowerCase,
      punctuation,
      start: startToken ?? null,
      unknown: unknownToken ?? null,
      pad: padToken ?? null,
      mask: maskToken ?? null,
    },
    ...(maskToken !== undefined && { maskToken }),
    ...(unknownToken !== undefined && { unknownToken }),
    specialTokens: special,
    padId: padToken === undefined ? 0 : ids.get(padToken)!,
    ...(maxLength !== undefined && { maxLength }),
    size: pieces.length,
    cutsAtSpaces: true,
    encode: (text) =>
      sectionsOf(text).flatMap((section) => {
        if (typeof section === "number") return [section]
        const bare = punctuation === "removed" ? section.replace(/(?!')[\p{P}\p{S}]/gu, " ") : section
        return ((lowerCase ? bare.toLowerCase() : bare).match(/\P{White_Space}+/gu) ?? []).map(lookUp)
      }),
    wrap(texts) {
      const start = startToken === undefined ? [] : [ids.get(startToken)!]
      return {
        ids: [...start, ...texts.flat()],
        types: [...start.map(() => 0), ...texts.flatMap((text, index) => text.map(() => index))],
      }
    },
    decode: (given) => given.map((id) => pieces[id] ?? "").join(" "),
    piece: (id) => pieces[id] ?? "",
  }
}

function readVocabulary(bytes: Uint8Array, name: string): ReadonlyMap<string, number> {
  if (bytes.length > mostBytes)
    throw invalid(`${name} has ${grouped(bytes.length)} bytes; up to ${grouped(mostBytes)} are read`)
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid(`${name} is not UTF-8: save it in UTF-8`, {}, cause)
  }
  const lines = text.split(/\r?\n/u)
  if (lines.at(-1) === "") lines.pop()
  if (lines.length === 0 || lines.length > mostIds)
    throw invalid(
      `${name} has ${grouped(lines.length)} lines; a vocabulary has 1 to ${grouped(mostIds)}, a token on each`,
    )
  const numbered = lines.every((line) => /^\P{White_Space}+[ \t]\d{1,7}$/u.test(line))
  const ids = new Map<string, number>()
  for (const [index, line] of lines.entries()) {
    const [token, id] = numbered ? line.split(/[ \t]/u) : [line, String(index)]
    if (!numbered && (/\p{White_Space}/u.test(token) || token === ""))
      throw invalid(
        `line ${index + 1} of ${name} is "${token.slice(0, 40)}": a line has one token, or a token and its id`,
      )
    if (Number(id) > mostIds)
      throw invalid(`line ${index + 1} of ${name} has the id ${id}; up to ${grouped(mostIds)} are read`)
    // The first of two lines counts, as in most readers.
    if (!ids.has(token)) ids.set(token, Number(id))
  }
  return ids
}
