import { Tokenizer } from "@huggingface/tokenizers"
import { pretty } from "../course.ts"

/** Ends of words that are pieces, where at least three letters stand before them. "nothing" is an answer, and stays whole. */
const ends = /^(?!nothing$)([a-z]{3,})(ly|ful|able|less|ing|ous)$/

/** Tokens of an encoder. */
export const encoderTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] as const

/** Tokens of a model that writes: the first begins a text, the second ends it. */
export const writerTokens = ["[PAD]", "[UNK]", "[BOS]", "[EOS]"] as const

/** Turns the texts of a model into ids, as its files say. */
export interface WordPieces {
  /** The pieces by id. */
  readonly vocabulary: readonly string[]
  /** Contents of `tokenizer.json` and `tokenizer_config.json`. */
  readonly files: Readonly<Record<string, string>>
  /** Returns the ids of a text, without special tokens. */
  encode(text: string): number[]
  /** Returns the text of ids. */
  decode(ids: readonly number[]): string
  /** Returns the id of a special token or of a piece. */
  id(piece: string): number
}

/**
 * Returns a WordPiece tokenizer of these words, as in BERT: lower case, cut at spaces and punctuation. Words with one of a few
 * ends have two pieces.
 *
 * @param special `[CLS]` and `[SEP]`, if given, are put around a text; `[BOS]` is put before it
 */
export function wordPieces(
  words: readonly string[],
  special: readonly string[],
  longest: number,
): WordPieces {
  const pieces = new Set(".,!?")
  for (const word of words) {
    const [, stem, end] = ends.exec(word) ?? []
    if (stem === undefined) pieces.add(word)
    else pieces.add(stem).add(`##${end}`)
  }
  const vocabulary = [...special, ...[...pieces].sort()]
  const id = (piece: string) => {
    const found = vocabulary.indexOf(piece)
    if (found < 0) throw new RangeError(`no piece "${piece}" in the vocabulary`)
    return found
  }
  const config = {
    tokenizer_class: special.includes("[CLS]") ? "BertTokenizer" : "PreTrainedTokenizerFast",
    do_lower_case: true,
    model_max_length: longest,
    padding_side: "right",
    ...Object.fromEntries(special.map((token) => [names[token], token])),
  }
  const json = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: special.includes("[CLS]")
      ? template({ before: "[CLS]", behind: "[SEP]" }, id)
      : template({ before: "[BOS]" }, id),
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
    },
  }
  const tokenizer = new Tokenizer(json, config)
  return {
    vocabulary,
    files: { "tokenizer.json": pretty(json), "tokenizer_config.json": pretty(config) },
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) => (ids.length === 0 ? "" : tokenizer.decode([...ids])),
    id,
  }
}

const names: Readonly<Record<string, string>> = {
  "[PAD]": "pad_token",
  "[UNK]": "unk_token",
  "[CLS]": "cls_token",
  "[SEP]": "sep_token",
  "[MASK]": "mask_token",
  "[BOS]": "bos_token",
  "[EOS]": "eos_token",
}

/** Returns the part of `tokenizer.json` that puts special tokens around a text, or a pair of them. */
function template(
  { before, behind }: { readonly before: string; readonly behind?: string },
  idOf: (piece: string) => number,
): object {
  const token = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } })
  const text = (id: string, type_id: number) => ({ Sequence: { id, type_id } })
  const ends = (type: number) => (behind === undefined ? [] : [token(behind, type)])
  const single = [token(before, 0), text("A", 0), ...ends(0)]
  const special = behind === undefined ? [before] : [before, behind]
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, text("B", 1), ...ends(1)],
    special_tokens: Object.fromEntries(special.map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])),
  }
}
