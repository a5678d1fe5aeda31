import type { Tokenizer } from "@pami/text"

/** The contents of the files that a recipe names. */
export interface DataFiles {
  /** Bytes of the `.npy` files among the feeds, by the input's name. */
  readonly feeds: Readonly<Record<string, Uint8Array>>
  /** The file of the rows that the background is taken from. */
  readonly background: Uint8Array | undefined
  readonly tokenizer?: Tokenizer | undefined
  /** Number of ids that the model knows. Default: unknown, so that those of the tokenizer are not checked. */
  readonly vocabularySize?: number | undefined
  /** Ids of an answer that follows the texts and is never masked, of a model that goes on writing them. */
  readonly answer?: readonly number[] | undefined
}

/** Reads a file by its name. */
export interface ReadFiles {
  bytes(file: string): Promise<Uint8Array>
}
