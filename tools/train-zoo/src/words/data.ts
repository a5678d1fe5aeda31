import type { Model, Tensor } from "@pami/core"
import type { Tensor as TfTensor } from "@tensorflow/tfjs"
import type { Rows } from "../answers.ts"
import type { WordPieces } from "./tokenizer.ts"

/**
 * Writes the ids of a text between `[CLS]` and `[SEP]`, and `[PAD]` behind.
 *
 * @throws RangeError if the text is too long
 */
export function encoded(tokenizer: WordPieces, text: string, row: Float32Array): void {
  const ids = [tokenizer.id("[CLS]"), ...tokenizer.encode(text), tokenizer.id("[SEP]")]
  if (ids.length > row.length) throw new RangeError(`${ids.length} tokens of "${text}" are too many`)
  row.fill(0)
  row.set(ids)
}

/** Returns the ids of a batch as integers, `[N, T]`, as long as its longest text. */
export function withoutPadding(ids: TfTensor): TfTensor {
  const longest = ids.greater(0).sum(1).max().dataSync()[0]
  return ids.slice([0, 0], [-1, longest]).toInt()
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
    const tensor = (values: readonly number[]): Tensor => ({
      dtype: "int64",
      shape: [1, ids.length],
      data: BigInt64Array.from(values, BigInt),
    })
    const answer = await model.run({
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(ids.map(() => 0)),
    })
    rows.push(answer[model.outputs[0].name].data as Float32Array)
  }
  return rows
}
