import { contributions, denseInput, explain, fixedPartitions, fromLabels, type Input } from "@pami/core"
import { expect, test } from "vitest"
import { answerOf } from "../answer/answer-of.ts"
import { encoderDecoder } from "../model/encoder-decoder.ts"
import { answerWords } from "../target/answer-words.ts"
import { float, modelOf, photo, wordPieces } from "../../test/world.ts"
import { answerMaps, answerMatrix } from "./answer-matrix.ts"

// "red ball" is "balle rouge": each word of the answer is likely if its word of the text is shown.
const french = wordPieces(["[PAD]", "[START]", "ball", "##e", "rouge"], "french")
const text = denseInput({
  name: "input_ids",
  dtype: "int64",
  grid: "text",
  labels: ["red", "ball"],
  units: [2],
  planes: 1,
  inner: 1,
  shape: [2],
  original: Float32Array.of(7, 8),
  baseline: Float32Array.of(0, 0),
})
const ids = { name: "input_ids", dtype: "int64", shape: [null, null] } as const
const encoder = modelOf(
  "encoder",
  [ids],
  ({ input_ids: { shape, data } }) => ({
    last_hidden_state: float(
      [...shape, 1],
      Array.from(data as BigInt64Array, (id) => Number(id > 0n)),
    ),
  }),
  [{ name: "last_hidden_state", dtype: "float32", shape: [null, null, 1] }],
)
const decoder = modelOf(
  "decoder",
  [{ name: "encoder_hidden_states", dtype: "float32", shape: [null, 2, 1] }, ids],
  ({ encoder_hidden_states: hidden, input_ids: { shape, data } }) => {
    const [items, positions] = shape
    const rows = Array.from(data as BigInt64Array, Number).map((previous, i) => {
      const [red, ball] = [0, 1].map((word) => Number(hidden.data[2 * Math.floor(i / positions) + word]))
      const [next, p] =
        previous === 1 ? [2, 0.2 + 0.7 * ball] : previous === 2 ? [3, 0.8] : [4, 0.1 + 0.8 * red]
      return Array.from({ length: 5 }, (_, id) => Math.log(id === next ? p : (1 - p) / 4))
    })
    return { logits: float([items, positions, 5], rows.flat()) }
  },
)
const answer = answerOf({ tokenizer: french, text: "balle rouge" })
const model = encoderDecoder({ encoder, decoder, answer, start: 1 })
const explained = (input: Input, own = model, units = 2) =>
  explain({
    model: own,
    input,
    target: answerWords({ answer }),
    partitioner: fixedPartitions([
      fromLabels(
        Int32Array.from({ length: units }, (_, i) => i),
        [units],
      ),
    ]),
  })
const rounded = (values: Float32Array) => [...values].map((value) => Number(value.toFixed(5)) + 0)

test("a text and its answer give a matrix of words by words from one sweep", async () => {
  const explanation = await explained(text)
  expect(explanation.passes).toBe(2)
  const { rows, columns, values } = answerMatrix(explanation)
  expect(rows).toEqual(["red", "ball"])
  expect(columns.map(({ label, depends }) => [label, depends])).toEqual([
    ["balle", true],
    ["rouge", true],
  ])
  // Rows are words of the text: red writes "rouge", ball writes "balle", two pieces.
  expect(rounded(values)).toEqual([0.2 * 0.8, 0.9, 0.9 * 0.8, 0.1].map((value) => Number(value.toFixed(5))))
})

test("another read-out needs no further pass", async () => {
  const explanation = await explained(text)
  const { values } = answerMatrix(explanation, { readOut: { score: contributions.difference } })
  expect(rounded(values)).toEqual([0, 0.8, 0.56, 0])
  const own = answerMatrix(explanation, { read: ({ passes }) => Float32Array.of(passes, 0) })
  expect([...own.values]).toEqual([2, 2, 0, 0])
})

test("an image has a list of maps, and no matrix", async () => {
  const blind = modelOf("blind", photo.tensors, ({ pixel_values: { shape } }) => ({
    logits: float([shape[0], 3, 5], new Float32Array(shape[0] * 15)),
  }))
  const explanation = await explained(photo, blind, 16)
  expect(answerMaps(explanation).map(({ label, map }) => [label, map.length])).toEqual([
    ["balle", 16],
    ["rouge", 16],
  ])
  expect(() => answerMatrix(explanation)).toThrow('"image" has 2. Use answerMaps.')
  expect(() => answerMaps(explanation, { grid: "text" })).toThrow('no grid "text"; it has "image"')
})
