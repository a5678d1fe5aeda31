import type { Model, Tensor } from "@pami/core"
import type { Tensor as TfTensor } from "@tensorflow/tfjs"
import { likeliest, type Rows } from "../answers.ts"
import type { WordPieces } from "./tokenizer.ts"

// Answers have one or two words, each of one piece.
const mostWritten = 4

/**
 * Writes the ids of a text between `[CLS]` and `[SEP]`, and `[PAD]` behind.
 *
 * @throws RangeError if the text is too long
 */
export function encoded(tokenizer: WordPieces, text: string, input: Float32Array): void {
  const ids = [tokenizer.id("[CLS]"), ...tokenizer.encode(text), tokenizer.id("[SEP]")]
  if (ids.length > input.length) throw new RangeError(`${ids.length} tokens of "${text}" are too many`)
  input.fill(0)
  input.set(ids)
}

/** Returns the ids of a batch as integers, `[N, T]`, as long as its longest text. */
export function withoutPadding(ids: TfTensor): TfTensor {
  const longest = ids.greater(0).sum(1).max().dataSync()[0]
  return ids.slice([0, 0], [-1, longest]).toInt()
}

/** Lets a decoder go on writing texts, one at a time, and returns what it writes before the id that ends an answer. */
export async function continued(
  model: Model,
  tokenizer: WordPieces,
  texts: readonly string[],
  end: number,
): Promise<string[]> {
  const written: string[] = []
  for (const text of texts) {
    const ids = [tokenizer.id("[BOS]"), ...tokenizer.encode(text)]
    const { length } = ids
    while (ids.length < length + mostWritten && ids.at(-1) !== end) {
      const answer = await model.run({ input_ids: row(ids), attention_mask: row(ids.map(() => 1)) })
      const { data } = answer[model.outputs[0].name]
      ids.push(likeliest((data as Float32Array).subarray(-tokenizer.vocabulary.length)))
    }
    written.push(tokenizer.decode(ids.slice(length).filter((id) => id !== end)))
  }
  return written
}

/** Runs an encoder on texts, one at a time and without padding. Returns its outputs. */
export async function answersToTexts(
  model: Model,
  tokenizer: WordPieces,
  texts: readonly string[],
): Promise<Rows> {
  const rows: Float32Array[] = []
  for (const text of texts) {
    const ids = [tokenizer.id("[CLS]"), ...tokenizer.encode(text), tokenizer.id("[SEP]")]
    const answer = await model.run({
      input_ids: row(ids),
      attention_mask: row(ids.map(() => 1)),
      token_type_ids: row(ids.map(() => 0)),
    })
    rows.push(answer[model.outputs[0].name].data as Float32Array)
  }
  return rows
}

/** Returns ids as a batch of one, `[1, T]`. */
function row(ids: readonly number[]): Tensor {
  return { dtype: "int64", shape: [1, ids.length], data: BigInt64Array.from(ids, BigInt) }
}
