import {
  average,
  classProbability,
  denseInput,
  explain,
  type Model,
  peak,
  PamiError,
  slidingWindow,
  type Tensor,
} from "@pami/core"
import { expect, test } from "vitest"
import { functionBackend } from "../function-backend.ts"
import { connect, type ConnectOptions } from "./connect.ts"
import type { Wiring } from "./wiring.ts"

const float = (shape: number[], data: ArrayLike<number>): Tensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
})

// A word spotter in three files: energies of frames, an embedding of windows of frames, one word or the other.
const samples = 32
const melInput = [{ name: "audio", dtype: "float32", shape: [null, samples] }] as const
const mel = await functionBackend(
  ({ audio: { data, shape } }) => ({
    mel: float(
      [shape[0], 16],
      Array.from({ length: shape[0] * 16 }, (_, i) => data[2 * i] + data[2 * i + 1]),
    ),
  }),
  { name: "front end", inputs: melInput, outputs: [{ name: "mel", dtype: "float32", shape: [null, 16] }] },
).load("mel")
const embeddingInput = [{ name: "frames", dtype: "float32", shape: [null, 8] }] as const
const embeddingOutput = [{ name: "embedding", dtype: "float32", shape: [null, 2] }] as const
const embed = ({ data, shape }: Tensor) =>
  float(
    [shape[0], 2],
    Array.from({ length: shape[0] * 2 }, (_, i) => sum(data, Math.floor(i / 2), i % 2)),
  )
const sum = (data: Tensor["data"], item: number, half: number) =>
  [0, 1, 2, 3].reduce((total, k) => total + Number(data[item * 8 + half * 4 + k]), 0)
const sizes: number[] = []
/** As a runtime makes it of a file with a fixed batch. */
const embedding = (fixed: number): Model => ({
  contract: 2,
  backend: "runtime",
  inputs: embeddingInput.map((info) => ({ ...info, shape: [fixed, 8] })),
  outputs: embeddingOutput.map((info) => ({ ...info, shape: [fixed, 2] })),
  limits: { largestBatch: fixed, preferredBatch: fixed, preferredRuns: 3 },
  digest: "sha256:embedding",
  settings: { threads: 1 },
  findings: [{ code: "DEVICE_REPLACED", level: "note", message: "on the CPU", fix: "nothing" }],
  metadata: { labels: "a, b" },
  activations: { embedding: "sigmoid" },
  async run({ frames }) {
    expect(frames.shape[0]).toBe(fixed)
    sizes.push(frames.shape[0])
    return { embedding: embed(frames as Tensor) }
  },
  held: () => 5,
  dispose: async () => {
    disposed.push("embedding")
  },
})
const disposed: string[] = []
const wordInput = [{ name: "embeddings", dtype: "float32", shape: [null, 4] }] as const
const word = await functionBackend(
  ({ embeddings: { data, shape } }) =>
    Array.from({ length: shape[0] }, (_, item) => {
      // The word is a loud third quarter.
      const share = Math.min(1, data[item * 4 + 2] / 8)
      return [share, 1 - share]
    }),
  { name: "classifier", inputs: wordInput },
).load("word")
// Sixteen frames of an item become two windows of eight, and their embeddings one row again.
const windows: Wiring = { frames: ({ mel }) => ({ ...mel, shape: [mel.shape[0] * 2, 8] }) }
const rows: Wiring = { embeddings: ({ embedding }, items) => ({ ...embedding, shape: [items, 4] }) }

test.each([1, 3])(
  "the word is found in the signal by a chain of three models, the second with batch %i",
  async (fixed) => {
    const model = connect(connect(mel, embedding(fixed), windows), word, rows)
    const audio = Float32Array.from({ length: samples }, (_, i) => (i >= 16 && i < 24 ? 1 : 0))
    const input = denseInput({
      name: "audio",
      units: [samples],
      planes: 1,
      inner: 1,
      shape: [samples],
      original: audio,
      baseline: new Float32Array(samples),
    })
    const explanation = await explain({
      model,
      input,
      target: classProbability({ activation: "none" }),
      partitioner: slidingWindow({ radius: 3, stride: 1 }),
    })
    const place = peak(average(explanation, 0))
    expect(place).toBeGreaterThanOrEqual(16)
    expect(place).toBeLessThan(24)
    expect(explanation.prediction.map(({ score }) => score)).toEqual([1, 0])
  },
)

test("items keep their order, whatever the batches of the second model are", async () => {
  sizes.length = 0
  const model = connect(mel, embedding(4), windows, { keep: ["mel"] })
  const audio = float(
    [5, samples],
    Array.from({ length: 5 * samples }, (_, i) => Math.floor(i / 16)),
  )
  const outputs = await model.run({ audio })
  expect(sizes).toEqual([4, 4, 4])
  expect(outputs["embedding"].shape).toEqual([10, 2])
  expect([...outputs["embedding"].data]).toEqual(Array.from({ length: 20 }, (_, i) => 8 * Math.floor(i / 2)))
  expect(outputs["mel"].shape).toEqual([5, 16])
  expect(model.outputs).toEqual([
    { name: "embedding", dtype: "float32", shape: [null, 2] },
    { name: "mel", dtype: "float32", shape: [null, 16] },
  ])
})

const encoder = await functionBackend(
  ({ ids: { data }, mask }) => ({
    last_hidden_state: float(
      [data.length, 1],
      Array.from(data, (id, i) => Number(id) * Number(mask.data[i])),
    ),
    pooled: float([data.length, 2], new Float32Array(2 * data.length)),
  }),
  {
    inputs: [
      { name: "ids", dtype: "int64", shape: [null, 1] },
      { name: "mask", dtype: "int64", shape: [null, null] },
    ],
    outputs: [
      { name: "last_hidden_state", dtype: "float32", shape: [null, null] },
      { name: "pooled", dtype: "float32", shape: [null, 2] },
    ],
    itemsPerCall: 4,
  },
).load("encoder")
const decoder = await functionBackend(
  ({ hidden, mask, text }) =>
    text.data.map((word, i) => [hidden.data[i] + Number(mask.data[i]) + word.length]),
  {
    inputs: [
      { name: "hidden", dtype: "float32", shape: [null, 1] },
      { name: "mask", dtype: "int64", shape: [null, 1] },
      { name: "text", dtype: "string", shape: [null] },
    ],
    itemsPerCall: 2,
  },
).load("decoder")

test("the other inputs of the second model are inputs, one for both where the names agree", async () => {
  const model = connect(encoder, decoder, { hidden: "last_hidden_state" })
  expect(model.inputs).toEqual([
    { name: "ids", dtype: "int64", shape: [null, 1] },
    { name: "mask", dtype: "int64", shape: [null, 1] },
    { name: "text", dtype: "string", shape: [null] },
  ])
  const { scores } = await model.run({
    ids: { dtype: "int64", shape: [3, 1], data: BigInt64Array.of(10n, 20n, 30n) },
    mask: { dtype: "int64", shape: [3, 1], data: BigInt64Array.of(1n, 0n, 1n) },
    text: { dtype: "string", shape: [3], data: ["a", "bb", "ccc"] },
  })
  expect([...scores.data]).toEqual([12, 2, 34])
})

test("an input of the first model is wired by name, as an output is", async () => {
  const model = connect(encoder, decoder, { hidden: "last_hidden_state", mask: "ids" })
  expect(model.inputs.map(({ name }) => name)).toEqual(["ids", "mask", "text"])
  const int = (...data: bigint[]): Tensor => ({
    dtype: "int64",
    shape: [data.length, 1],
    data: BigInt64Array.from(data),
  })
  const text = { dtype: "string", shape: [2], data: ["a", "bb"] } as const
  const { scores } = await model.run({ ids: int(10n, 20n), mask: int(0n, 0n), text })
  // The decoder adds its mask: the ids.
  expect([...scores.data]).toEqual([11, 22])
  expect(() => connect(encoder, decoder, { hidden: "ids" })).toThrow('input "ids" int64 [N, 1] of the first')
})

test("a connected model says what both are", async () => {
  const second = embedding(1)
  const model = connect(mel, second, windows, { keep: ["mel"] })
  expect(model.backend).toBe("front end + runtime")
  expect(model.settings).toEqual({
    first: { backend: "front end", digest: mel.digest },
    second: { backend: "runtime", digest: "sha256:embedding", threads: 1 },
    wiring: { frames: "function" },
  })
  expect(model.findings).toEqual(second.findings)
  expect(model.activations).toEqual({ embedding: "sigmoid" })
  expect(model.metadata).toEqual({ labels: "a, b" })
  expect(model.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(connect(second, word, rows).digest).not.toBe(model.digest)
  expect(model.limits).toEqual({ preferredBatch: 1, preferredRuns: 1 })
  expect(model.held).toBeUndefined()
  expect(connect(second, embedding(1), { frames: ({ embedding }) => embedding }).held?.()).toBe(10)
})

test("a fixed batch of the first model is that of the connected one", () => {
  const model = connect(embedding(6), word, rows)
  expect(model.inputs[0].shape).toEqual([6, 8])
  expect(model.limits).toEqual({ largestBatch: 6, preferredBatch: 6, preferredRuns: 1 })
})

test("a check checks both", async () => {
  const checked: string[] = []
  const note = (name: string) => ({ check: async () => void checked.push(name) })
  const first = { ...mel, ...note("front end") }
  const frames = { frames: () => float([1, 8], new Float32Array(8)) }
  await connect(first, { ...embedding(1), ...note("embedding") }, frames).check!()
  expect(checked).toEqual(["front end", "embedding"])
  await connect(mel, embedding(1), frames).check!()
})

test("dispose disposes of both", async () => {
  disposed.length = 0
  const first = await functionBackend(() => [[1]], { inputs: melInput }).load("first")
  const model = connect(first, embedding(1), { frames: () => float([1, 8], new Float32Array(8)) })
  await model.dispose()
  expect(disposed).toEqual(["embedding"])
  await expect(model.run({ audio: float([1, samples], new Float32Array(samples)) })).rejects.toMatchObject({
    code: "MODEL_DISPOSED",
  })
})

test.each<[string, Wiring, ConnectOptions, string, string]>([
  ["an unknown input", { hiden: "pooled" }, {}, "INPUT_NOT_FOUND", '"hidden" float32 [N, 1]'],
  ["an unknown output", { hidden: "last" }, {}, "OUTPUT_NOT_FOUND", '"last_hidden_state" float32 [N, ?]'],
  ["another shape", { hidden: "pooled" }, {}, "SHAPE_MISMATCH", "(outputs) => tensor"],
  ["another type", { mask: "pooled" }, {}, "SHAPE_MISMATCH", '"mask" int64 [N, 1]'],
  [
    "an unknown output to keep",
    { hidden: "last_hidden_state" },
    { keep: ["all"] },
    "OUTPUT_NOT_FOUND",
    '"pooled"',
  ],
])("wiring with %s is refused with the names that exist", (_, wiring, options, code, text) => {
  const error = (() => {
    try {
      connect(encoder, decoder, wiring, options)
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(PamiError)
  expect((error as PamiError).code).toBe(code)
  expect((error as PamiError).message).toContain(text)
})

test("wiring that says nothing, and names of both, are refused", async () => {
  expect(() => connect(encoder, decoder, {})).toThrow("wiring is empty")
  const same = await functionBackend(() => [[1]], { inputs: wordInput }).load("same")
  expect(() =>
    connect(same, word, { embeddings: () => float([1, 4], [0, 0, 0, 0]) }, { keep: ["scores"] }),
  ).toThrow('both models have an output "scores"')
  const texts = await functionBackend(() => [[1]], {
    inputs: [{ name: "mask", dtype: "string", shape: [null] }],
  }).load("texts")
  expect(() => connect(texts, decoder, { hidden: "scores" })).toThrow('both models have an input "mask"')
})

test("a function that gives the second model another shape is an error of the run", async () => {
  const model = connect(mel, word, { embeddings: ({ mel }) => mel })
  const audio = float([1, samples], new Float32Array(samples))
  await expect(model.run({ audio })).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
  const other = connect(encoder, decoder, { hidden: () => float([2, 1], [0, 0]) })
  await expect(
    other.run({
      ids: { dtype: "int64", shape: [1, 1], data: BigInt64Array.of(10n) },
      mask: { dtype: "int64", shape: [1, 1], data: BigInt64Array.of(1n) },
      text: { dtype: "string", shape: [1], data: ["a"] },
    }),
  ).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
})
