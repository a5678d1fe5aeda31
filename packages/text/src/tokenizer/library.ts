// The declarations of this version of the package do not resolve in Node: the few members in use are declared here.
import * as tokenizers from "@huggingface/tokenizers"

interface Model {
  encode(pieces: readonly string[]): readonly string[]
}

interface Library {
  readonly BPE: new (config: object) => Model
  readonly WordPiece: new (config: object) => Model
  readonly Unigram: new (
    config: object,
    end: string,
  ) => Model & { tokenize(piece: string): readonly string[] }
  readonly SplitPreTokenizer: new (config: object) => { readonly pattern: RegExp | null }
  readonly Tokenizer: new (
    json: object,
    config: object,
  ) => { readonly decoder: { decode(pieces: readonly string[]): string } | null }
}

/** The parts of `@huggingface/tokenizers` in use. */
export const library = tokenizers as unknown as Library
