import * as v from "valibot"
import { limits } from "./limits.ts"
import { sharedFields } from "./recipe.ts"
import { list, name, text, whole } from "./values.ts"

/** Kinds of units of a text. */
export const textUnits = ["words", "sentences", "lines", "paragraphs", "items", "turns"] as const

/** Names of the masking operators of texts. */
export const textMasks = ["auto", "mask-token", "unknown-token", "delete"] as const

const place = v.strictObject({
  /** UTF-16 code units from the beginning of the text. */
  start: whole(0, limits.characters),
  end: whole(1, limits.characters),
})

/** The fields of a `TextRecipe`. */
export const textFields = {
  kind: v.literal("text"),
  ...sharedFields,
  /** The units of the text: words, sentences …, or places in it. */
  units: v.union([v.picklist(textUnits), list(place, limits.list, 1)], "a kind of unit or a list of places"),
  /**
   * The masking operator: the mask token of the tokenizer, its token for unknown words, deletion, or `word:` and a word to put
   * in place. `auto` takes the first that the tokenizer has.
   */
  mask: v.pipe(
    v.string(),
    v.regex(
      /^(?:auto|mask-token|unknown-token|delete|word:[^]{1,100})$/,
      "auto, mask-token, unknown-token, delete, or word: and a word of up to 100 characters",
    ),
  ),
  /** Language of the words and sentences, such as `ja`; `null` to cut by the characters alone. */
  language: v.nullable(text(35)),
  /** File of the tokenizer: `tokenizer.json`, or a vocabulary of one token a line. `null` for a model that takes strings. */
  tokenizer: v.nullable(name),
  /** Its `tokenizer_config.json`, `null` for none. */
  tokenizerConfig: v.nullable(name),
  /** Maximum number of tokens, `null` for that of the model and the tokenizer. */
  maxLength: v.nullable(whole(1, limits.characters)),
  /** Names of the texts that are explained, of an input of several; `null` for all. */
  explained: v.nullable(list(text(100), limits.texts, 1)),
  /** The texts themselves, by name; `null` for those of the file. */
  texts: v.nullable(
    v.pipe(v.record(text(100), text(limits.characters)), v.minEntries(1), v.maxEntries(limits.texts)),
  ),
}

/** The values of the fields that a draft leaves open. */
export const textDefaults = {
  // Of windows that overlap, the short ones tell which of their words it was.
  readOut: { score: "score", weight: "inverse-area" },
  units: "words",
  mask: "auto",
  language: null,
  tokenizer: null,
  tokenizerConfig: null,
  maxLength: null,
  explained: null,
  texts: null,
} as const
