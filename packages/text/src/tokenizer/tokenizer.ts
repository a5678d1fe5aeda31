import type { Settings } from "@pami/core"

/** Turns strings into token ids: see `openTokenizer` and `vocabularyTokenizer`. */
export interface Tokenizer {
  /** Name for people: `"bert-base-uncased"`. */
  readonly name: string
  /** Digests of its files and its options, for the manifest. */
  readonly settings: Settings
  /** The token that stands for a masked word, as it is written in a text: `"[MASK]"`. */
  readonly maskToken?: string
  /** The token for unknown words: `"[UNK]"`. */
  readonly unknownToken?: string
  /** Tokens that a text should not contain, since they are not read as words: `["[SEP]", …]`. Default: none. */
  readonly specialTokens?: readonly string[]
  /** Id that fills the tensor. */
  readonly padId: number
  /** The largest number of ids, those of special tokens included, that its model takes, if the files say so. */
  readonly maxLength?: number
  /** Number of ids: every id is below it. */
  readonly size: number
  /**
   * Whether words between white space are turned into ids one by one, whatever is around them, so that those of a masked text need not
   * be compared with those of the whole. Default false: not known.
   */
  readonly cutsAtSpaces?: boolean | undefined
  /** Returns the ids of a text, without special tokens around it; none for an empty text. */
  encode(text: string): readonly number[]
  /**
   * Returns the ids of one text or a pair with the special tokens of the model around and between them, and the segment of
   * each id, as `token_type_ids`. Moves the given ids without looking at them.
   *
   * @throws PamiError `TOKENIZER_MISMATCH` for more texts than the model joins
   */
  wrap(texts: readonly (readonly number[])[]): { ids: number[]; types: number[] }
  /** Returns the text of ids. Special tokens are written out. */
  decode(ids: readonly number[]): string
  /** Returns the piece of an id, as in the vocabulary: `"##ing"`, `"Ġfine"`; `""` for an id that it lacks. */
  piece(id: number): string
}
