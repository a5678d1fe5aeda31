import { functionBackend } from "@pami/backend-kit/function-backend"
import type { Model, TensorInfo } from "@pami/core"

/** The usual inputs of an encoder. */
export const encoderTensors = (length: number | null = null): readonly TensorInfo[] =>
  ["input_ids", "attention_mask", "token_type_ids"].map((name) => ({
    name,
    dtype: "int64",
    shape: [null, length],
  }))

/** A model that takes one string, and scores it. */
export async function stringModel(score: (text: string) => number): Promise<Model> {
  return functionBackend(({ text }) => text.data.map((one) => [1 - score(one), score(one)]), {
    inputs: [{ name: "text", dtype: "string", shape: [null] }],
  }).load("text")
}

/** A model that takes tokens, and scores those that its attention mask shows. */
export async function tokenModel(
  score: (ids: readonly number[]) => number,
  tensors: readonly TensorInfo[] = encoderTensors(),
): Promise<Model> {
  return functionBackend(
    (feeds) => {
      const { data, shape } = feeds["input_ids"]
      const [items, length] = shape
      return Array.from({ length: items }, (_, item) => {
        const ids = Array.from({ length }, (_place, i) => item * length + i)
          .filter(
            (place) =>
              feeds["attention_mask"] === undefined || Number(feeds["attention_mask"].data[place]) === 1,
          )
          .map((place) => Number(data[place]))
        return [1 - score(ids), score(ids)]
      })
    },
    { inputs: [...tensors] },
  ).load("tokens")
}

/** A model that takes a pair of strings, and scores it. */
export async function pairModel(score: (first: string, second: string) => number): Promise<Model> {
  return functionBackend(
    ({ pair: { data } }) =>
      Array.from({ length: data.length / 2 }, (_, item) => {
        const value = score(data[2 * item], data[2 * item + 1])
        return [1 - value, value]
      }),
    { inputs: [{ name: "pair", dtype: "string", shape: [null, 2] }] },
  ).load("pair")
}
