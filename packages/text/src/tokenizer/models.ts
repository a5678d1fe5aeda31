import { library } from "./library.ts"
import { invalid, unsupported } from "./failure.ts"
import { countOf, describe, fieldsOf, isFields, listOf, textOf } from "./json.ts"
import type { Fields } from "./json.ts"

/** Turns a piece between two cuts of the pre-tokenizer into ids. */
export interface PieceModel {
  readonly family: "WordPiece" | "BPE" | "Unigram" | "WordLevel"
  /** Ids of the vocabulary, by piece. */
  readonly ids: ReadonlyMap<string, number>
  readonly unknownToken: string | undefined
  /** Returns the ids of a piece; `undefined` in place of one that the vocabulary lacks. */
  encode(piece: string): readonly (number | undefined)[]
}

// The largest vocabularies of today have a quarter of a million pieces.
const mostPieces = 2_000_000
const mostMerges = 4_000_000
const longestPiece = 4096

/**
 * Returns the model that `tokenizer.json` describes, after a check of its vocabulary.
 *
 * @throws PamiError `TOKENIZER_INVALID`, `TOKENIZER_UNSUPPORTED`
 */
export function modelOf(value: unknown): PieceModel {
  const config = fieldsOf(value, "model")
  if (config === undefined)
    throw invalid("tokenizer.json has no model: give the tokenizer.json of a tokenizer")
  const type = config["type"] ?? guessType(config)
  switch (type) {
    case "WordPiece":
      return wordPiece(config)
    case "BPE":
      return bytePair(config)
    case "Unigram":
      return unigram(config)
    case "WordLevel":
      return wordLevel(config)
    default:
      throw unsupported(
        `the model ${describe(type)} is not known; WordPiece, BPE, Unigram and WordLevel are. Save the tokenizer as one of these`,
      )
  }
}

// Files of before 2020 have no type.
function guessType(config: Fields): unknown {
  if (Array.isArray(config["vocab"])) return "Unigram"
  if (config["merges"] !== undefined) return "BPE"
  return config["continuing_subword_prefix"] === undefined ? undefined : "WordPiece"
}

function vocabularyOf(config: Fields): Map<string, number> {
  const { vocab } = config
  if (!isFields(vocab))
    throw invalid(`the vocabulary is ${describe(vocab)}, not an object with an id for each piece`)
  const entries = Object.entries(vocab)
  if (entries.length === 0 || entries.length > mostPieces)
    throw invalid(`the vocabulary has ${entries.length} pieces; 1 to ${mostPieces} are read`)
  return new Map(
    entries.map(([piece, id]) => {
      textOf(piece, "a piece of the vocabulary", longestPiece)
      return [piece, countOf(id, `the id of ${describe(piece)}`, mostPieces)]
    }),
  )
}

function unknownOf(config: Fields, ids: ReadonlyMap<string, number>, otherwise?: string): string | undefined {
  const token = config["unk_token"] ?? otherwise
  if (token === undefined || token === null) return undefined
  const text = textOf(token, "unk_token")
  return ids.has(text) ? text : undefined
}

function wordPiece(config: Fields): PieceModel {
  const ids = vocabularyOf(config)
  const unknownToken = unknownOf(config, ids, "[UNK]")
  const model = new library.WordPiece({
    type: "WordPiece",
    vocab: config["vocab"] as Record<string, number>,
    unk_token: unknownToken ?? "",
    continuing_subword_prefix: textOf(
      config["continuing_subword_prefix"] ?? "##",
      "continuing_subword_prefix",
    ),
    max_input_chars_per_word: countOf(
      config["max_input_chars_per_word"] ?? 100,
      "max_input_chars_per_word",
      1000,
    ),
  })
  return {
    family: "WordPiece",
    ids,
    unknownToken,
    encode: (piece) => model.encode([piece]).map((one) => ids.get(one)),
  }
}

function bytePair(config: Fields): PieceModel {
  const ids = vocabularyOf(config)
  const unknownToken = unknownOf(config, ids)
  if (config["continuing_subword_prefix"])
    throw unsupported(
      "a BPE model with a continuing_subword_prefix is not known: save the tokenizer without it",
    )
  const merges = listOf(config["merges"], "merges", mostMerges).map((merge) => {
    const pair = typeof merge === "string" ? merge.split(" ") : merge
    if (!Array.isArray(pair) || pair.length !== 2 || pair.some((side) => typeof side !== "string"))
      throw invalid(`a merge is ${describe(merge)}, not two pieces`)
    return pair as [string, string]
  })
  const model = new library.BPE({
    type: "BPE",
    vocab: config["vocab"] as Record<string, number>,
    merges,
    unk_token: unknownToken ?? null,
    end_of_word_suffix: textOf(config["end_of_word_suffix"] ?? "", "end_of_word_suffix") || null,
    byte_fallback: Boolean(config["byte_fallback"]),
    ignore_merges: Boolean(config["ignore_merges"]),
  })
  // Unknown characters side by side are one, if the file says so. Without a token for them they vanish, and their neighbours
  // merge.
  const fuses = Boolean(config["fuse_unk"])
  const drops = unknownToken === undefined && !config["byte_fallback"] && !config["end_of_word_suffix"]
  const unknown = unknownToken === undefined ? undefined : ids.get(unknownToken)
  return {
    family: "BPE",
    ids,
    unknownToken,
    encode(piece) {
      const known = drops ? [...piece].filter((character) => ids.has(character)).join("") : piece
      const found = model.encode([known]).map((one) => ids.get(one))
      return fuses ? found.filter((id, i) => id !== unknown || found[i - 1] !== unknown) : found
    },
  }
}

function unigram(config: Fields): PieceModel {
  const vocab = listOf(config["vocab"], "the vocabulary", mostPieces).map((entry) => {
    if (!Array.isArray(entry) || typeof entry[0] !== "string" || !Number.isFinite(entry[1]))
      throw invalid(`an entry of the vocabulary is ${describe(entry)}, not a piece and its score`)
    textOf(entry[0], "a piece of the vocabulary", longestPiece)
    return entry as [string, number]
  })
  if (vocab.length === 0) throw invalid("the vocabulary is empty")
  const ids = new Map(vocab.map(([piece], id) => [piece, id]))
  const given = config["unk_id"] ?? undefined
  const unknown = given === undefined ? undefined : countOf(given, "unk_id", vocab.length - 1)
  const model = new library.Unigram({ type: "Unigram", vocab, unk_id: unknown ?? null }, "")
  const falls = Boolean(config["byte_fallback"])
  const encoder = new TextEncoder()
  return {
    family: "Unigram",
    ids,
    unknownToken: unknown === undefined ? undefined : vocab[unknown][0],
    encode(piece) {
      const found: (number | undefined)[] = []
      let stretch = ""
      const flush = () => {
        if (stretch === "") return
        const bytes = falls
          ? Array.from(encoder.encode(stretch), (byte) => ids.get(byteToken(byte)))
          : [undefined]
        found.push(...(bytes.includes(undefined) ? [unknown] : bytes))
        stretch = ""
      }
      for (const one of model.tokenize(piece)) {
        const id = ids.get(one)
        if (id === undefined || id === unknown) {
          stretch += one
          continue
        }
        flush()
        found.push(id)
      }
      flush()
      return found
    },
  }
}

function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`
}

function wordLevel(config: Fields): PieceModel {
  const ids = vocabularyOf(config)
  const unknownToken = unknownOf(config, ids, "<unk>")
  const unknown = unknownToken === undefined ? undefined : ids.get(unknownToken)
  return { family: "WordLevel", ids, unknownToken, encode: (piece) => [ids.get(piece) ?? unknown] }
}
