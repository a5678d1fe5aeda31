import { openTokenizer } from "../src/index.ts"
import type { Tokenizer } from "../src/index.ts"
import { byteCharacters } from "../src/tokenizer/pre-tokenizers.ts"
import { randomText } from "./random-text.ts"

/** The families of tokenizers, each with a `tokenizer.json` made from seeds. */
export const families = ["WordPiece", "BPE", "byte-level BPE", "Unigram", "BPE without cuts"] as const

export type Family = (typeof families)[number]

// Ids of special tokens are 0 to 4 in every family.
const special = {
  WordPiece: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
  BPE: ["<pad>", "<unk>", "<s>", "</s>", "<mask>"],
}

const corpus = Array.from({ length: 40 }, (_, seed) => randomText(1000 + seed, 40)).join(" ")

const made = new Map<Family, object>()

/** Returns the `tokenizer.json` of a family. */
export function tokenizerJson(family: Family): object {
  const json = made.get(family) ?? makeJson(family)
  made.set(family, json)
  return json
}

function makeJson(family: Family): object {
  const names = family === "WordPiece" ? special.WordPiece : special.BPE
  const added_tokens = names.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: family === "byte-level BPE" && content === "<mask>",
    rstrip: false,
    normalized: false,
    special: true,
  }))
  const sides = { cls: [names[2], 2], sep: [names[3], 3] }
  const shared = { version: "1.0", truncation: null, padding: null, added_tokens }
  switch (family) {
    case "WordPiece":
      return {
        ...shared,
        normalizer: {
          type: "BertNormalizer",
          clean_text: true,
          handle_chinese_chars: true,
          strip_accents: null,
          lowercase: true,
        },
        pre_tokenizer: { type: "BertPreTokenizer" },
        post_processor: { type: "BertProcessing", ...sides },
        decoder: { type: "WordPiece", prefix: "##", cleanup: true },
        model: {
          type: "WordPiece",
          unk_token: "[UNK]",
          continuing_subword_prefix: "##",
          max_input_chars_per_word: 100,
          vocab: numbered([...names, ...wordPieces(corpus.toLowerCase())]),
        },
      }
    case "BPE":
      return {
        ...shared,
        normalizer: { type: "Sequence", normalizers: [{ type: "NFKC" }, { type: "Lowercase" }] },
        pre_tokenizer: { type: "Whitespace" },
        post_processor: template(names),
        decoder: null,
        model: bytePairs(names, corpus.normalize("NFKC").toLowerCase().split(/\s+/u), {
          unk_token: "<unk>",
          fuse_unk: true,
        }),
      }
    case "byte-level BPE": {
      const bytes = (word: string) =>
        Array.from(new TextEncoder().encode(word), (byte) => byteCharacters[byte]).join("")
      const pieces = corpus.match(/ ?[^\s]+/gu) ?? []
      return {
        ...shared,
        normalizer: null,
        pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
        post_processor: { type: "RobertaProcessing", ...sides, trim_offsets: true, add_prefix_space: false },
        decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
        model: bytePairs([...names, ...byteCharacters], pieces.map(bytes), {}),
      }
    }
    case "Unigram":
      return {
        ...shared,
        normalizer: { type: "NFKC" },
        pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
        post_processor: template(names),
        decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
        model: {
          type: "Unigram",
          unk_id: 1,
          byte_fallback: false,
          vocab: unigrams(names, corpus.normalize("NFKC")),
        },
      }
    case "BPE without cuts":
      return {
        ...shared,
        normalizer: {
          type: "Sequence",
          normalizers: [
            { type: "Prepend", prepend: "▁" },
            { type: "Replace", pattern: { String: " " }, content: "▁" },
          ],
        },
        pre_tokenizer: null,
        post_processor: template(names.slice(0, 3)),
        decoder: null,
        model: bytePairs(
          [
            ...names,
            ...byteCharacters.map((_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`),
          ],
          (corpus.match(/ ?[^\s]+/gu) ?? []).map((word) => word.replace(" ", "▁")),
          { unk_token: "<unk>", byte_fallback: true, fuse_unk: true },
        ),
      }
  }
}

/** Returns the tokenizer of a family. */
export function tokenizerOf(family: Family): Tokenizer {
  return openTokenizer({ tokenizer: bytesOf(tokenizerJson(family)), name: family })
}

/** Returns the bytes of a value as JSON. */
export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function template([, , start, end]: readonly string[]): object {
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  const after = end === undefined ? [] : [token(end)]
  const single = [token(start), { Sequence: { id: "A", type_id: 0 } }, ...after]
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, { Sequence: { id: "B", type_id: 1 } }, ...after],
    special_tokens: Object.fromEntries(
      [start, end].flatMap((id, i) => (id === undefined ? [] : [[id, { id, ids: [2 + i], tokens: [id] }]])),
    ),
  }
}

function numbered(pieces: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(pieces)].map((piece, id) => [piece, id]))
}

/** Returns the pieces by how often they occur, the most frequent first. */
function frequent(pieces: readonly string[], most: number): readonly string[] {
  const counts = new Map<string, number>()
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([piece]) => piece)
}

function wordPieces(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []
  const starts = words.map((word) => [...word].slice(0, 4).join(""))
  const ends = words.map((word) => `##${[...word].slice(-3).join("")}`)
  // Some characters stay unknown.
  const characters = frequent(
    [...text].filter((one) => one.trim() !== ""),
    60,
  )
  return [
    ...characters,
    ...characters.map((one) => `##${one}`),
    ...frequent([...words, ...starts, ...ends], 120),
  ]
}

function bytePairs(first: readonly string[], words: readonly string[], options: object): object {
  const characters =
    options && "unk_token" in options
      ? frequent(
          words.flatMap((word) => [...word]),
          70,
        )
      : []
  let pieces = words.map((word) => [...word])
  const merges: [string, string][] = []
  const vocab = [...first, ...characters]
  for (let merge = 0; merge < 150; merge++) {
    const pairs = pieces.flatMap((word) => word.slice(1).map((right, i) => JSON.stringify([word[i], right])))
    const [best] = frequent(pairs, 1)
    if (best === undefined) break
    const [left, right] = JSON.parse(best) as [string, string]
    if ([left, right].every((side) => vocab.includes(side))) {
      merges.push([left, right])
      vocab.push(left + right)
    }
    pieces = pieces.map((word) => join(word, left, right))
  }
  return {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    ...options,
    vocab: numbered(vocab),
    merges,
  }
}

function join(word: readonly string[], left: string, right: string): string[] {
  const joined: string[] = []
  for (let i = 0; i < word.length; i++)
    if (word[i] === left && word[i + 1] === right) {
      joined.push(left + right)
      i++
    } else joined.push(word[i])
  return joined
}

function unigrams(names: readonly string[], text: string): readonly [string, number][] {
  const words = (text.match(/ ?[^\s]+/gu) ?? []).map((word) => word.replace(" ", "▁"))
  const stretches = words.flatMap((word) => {
    const characters = [...word]
    return characters.flatMap((_, i) => [2, 3, 5].map((length) => characters.slice(i, i + length).join("")))
  })
  const pieces = [
    "▁",
    ...frequent(
      [...text].filter((one) => one.trim() !== ""),
      60,
    ),
    ...frequent([...words, ...stretches], 250),
  ]
  return [
    ...names.map((name): [string, number] => [name, 0]),
    ...[...new Set(pieces)].map((piece, rank): [string, number] => [
      piece,
      -3 - rank / 32 - 1 / [...piece].length,
    ]),
  ]
}
