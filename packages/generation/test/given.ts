// The examples in doc comments take these for granted: a model that captions an image of two pixels, one that answers questions
// about an image of four, and a translation.
import { functionBackend } from "@pami/backend-kit/function-backend"
import { average, denseInput, explain, fixedPartitions, fromLabels } from "@pami/core"
import type { Explanation, Method, Model, Tensor } from "@pami/core"
import { vocabularyTokenizer } from "@pami/text"
import { answerOf, answerWords, encoderDecoder, withoutCache } from "../src/index.ts"

const file = new TextEncoder().encode("<PAD>\n<START>\n<END>\n<UNK>\na\nred\nball\nrouge\nballe\n")
const size = 9
/** The ids of "a red ball" are 4, 5 and 6. */
export const tokenizer = vocabularyTokenizer(file)

const float = (shape: readonly number[], data: ArrayLike<number>): Tensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
})
const vector = (grid: string, name: string, values: readonly number[], labels?: readonly string[]) =>
  denseInput({
    name,
    grid,
    units: [values.length],
    ...(labels && { labels }),
    planes: 1,
    inner: 1,
    shape: [values.length],
    original: Float32Array.from(values),
    baseline: new Float32Array(values.length),
  })

/** The first pixel is red, the second shows a ball. */
export const input = vector("image", "pixels", [1, 1])

/** Gives its input as the state. */
const encoderOf = (name: string, units: number) =>
  functionBackend(
    ({ [name]: pixels }) => ({ last_hidden_state: float([...pixels.shape, 1], pixels.data as Float32Array) }),
    {
      inputs: [{ name, dtype: "float32", shape: [null, units] }],
      outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, units, 1] }],
    },
  ).load(name)

export const encoder = await encoderOf("pixels", 2)

/** Writes the words of an answer, of which some depend on a unit of the state. */
const decoderOf = (answer: readonly number[], units: readonly (number | undefined)[]) =>
  functionBackend(
    ({ encoder_hidden_states: { data }, input_ids: ids }) => {
      const [items, length] = ids.shape
      const rows = Array.from(ids.data, (id, i) => {
        const place = [1, ...answer].indexOf(Number(id))
        const unit = units[place]
        const seen = unit === undefined ? 1 : data[2 * Math.floor(i / length) + unit]
        const next = answer[place] ?? 2
        return Array.from({ length: size }, (_, word) => (word === next ? 1 + 4 * seen : 0))
      })
      return { logits: float([items, length, size], rows.flat()) }
    },
    {
      inputs: [
        { name: "input_ids", dtype: "int64", shape: [null, null] },
        { name: "encoder_hidden_states", dtype: "float32", shape: [null, 2, 1] },
      ],
      outputs: [{ name: "logits", dtype: "float32", shape: [null, null, size] }],
    },
  ).load(`writes ${answer.join()}`)

/** Writes "a red ball". */
export const decoder = await decoderOf([4, 5, 6], [undefined, 0, 1])

/** The same with a cache. */
export const merged: Model = {
  ...decoder,
  inputs: [...decoder.inputs, { name: "past_key_values.0.key", dtype: "float32", shape: [null, 2, null, 4] }],
}

const perUnit = (units: number) =>
  fixedPartitions([
    fromLabels(
      Int32Array.from({ length: units }, (_, i) => i),
      [units],
    ),
  ])
const alone = (units: number): Method => ({
  name: "alone",
  settings: {},
  partitioner: perUnit(units),
  read: (explanation, target) => average(explanation, target),
})

/** Cut the image, and the question. */
export const [pixels, words] = [perUnit(4), perUnit(2)]
export const [byPixel, byWord] = [alone(4), alone(2)]
export const photo = vector("image", "photo", [0.2, 0.9, 0.4, 0.6])
export const question = vector("question", "question", [1, 2], ["which", "second"])

/** Gives the pixel that the question asks for. */
export const answering = await functionBackend(
  ({ photo: seen, question: asked }) =>
    Array.from({ length: seen.shape[0] }, (_, item) => {
      const answer = asked.data[2 * item + 1] === 0 ? 0 : seen.data[4 * item + asked.data[2 * item + 1] - 1]
      return [answer, 1 - answer]
    }),
  {
    inputs: [
      { name: "photo", dtype: "float32", shape: [null, 4] },
      { name: "question", dtype: "float32", shape: [null, 2] },
    ],
  },
).load("answering")

async function explained(
  text: string,
  own: { decoder: Model; words?: readonly string[] },
): Promise<Explanation> {
  const answer = answerOf({ tokenizer, text })
  const model = encoderDecoder({ encoder, decoder: withoutCache(own.decoder), answer, start: 1 })
  const given = vector(own.words ? "text" : "image", "pixels", [1, 1], own.words)
  return explain({ model, input: given, target: answerWords({ answer }), partitioner: perUnit(2) })
}

/** Of the caption of the image. */
export const explanation = await explained("a red ball", { decoder })

/** Of "red ball", as "balle rouge". */
export const translation = await explained("balle rouge", {
  decoder: await decoderOf([8, 7], [1, 0]),
  words: ["red", "ball"],
})
