import type { Feeds, Model, Tensor } from "@pami/core"
import { expect, test } from "vitest"
import {
  captionIds,
  decoderOf,
  encoder,
  end,
  feedsOf,
  float,
  logitsAfter,
  modelOf,
  photo,
  imageOf,
  probabilitiesOf,
  refusal,
  start,
  tokenizer,
} from "../../test/world.ts"
import { generate } from "./generate.ts"

const feeds = feedsOf(photo)
const ids = (values: readonly number[]): Tensor => ({
  dtype: "int64",
  shape: [1, values.length],
  data: BigInt64Array.from(values, BigInt),
})

test.each([
  ["greedy", 1, null],
  ["greedy, of a decoder of fixed length", 1, 9],
  ["by beams", 4, null],
  ["by beams, of a decoder of fixed length", 4, 9],
] as const)("a caption is written %s", async (_, beams, length) => {
  const written = await generate({ encoder, decoder: decoderOf({ length }) }, feeds, { start, end, beams })
  expect(written.ids).toEqual(captionIds)
  expect(written.ended).toBe(true)
  for (const [k, p] of probabilitiesOf([1, 0, 0, 1]).entries())
    expect(written.probabilities[k]).toBeCloseTo(p, 5)
  expect(written.findings).toEqual([])
  expect(written.settings).toMatchObject({ search: beams === 1 ? "greedy" : "beam", beams, start: [1] })
})

test("the encoder runs once, the decoder once for each word, and once more with the whole answer", async () => {
  let runs = 0
  const counted: Model = { ...encoder, run: (own) => (runs++, encoder.run(own)) }
  const decoder = decoderOf() as ReturnType<typeof modelOf>
  await generate({ encoder: counted, decoder }, feeds, { start, end })
  expect(runs).toBe(1)
  expect(decoder.runs.map((own) => own["input_ids"].shape[1])).toEqual([1, 2, 3, 4, 5, 6, 5])
})

test("a decoder with a fixed batch is filled up", async () => {
  const decoder = decoderOf()
  const four: Model = {
    ...decoder,
    inputs: decoder.inputs.map((info) => ({ ...info, shape: [4, ...info.shape.slice(1)] })),
    limits: { largestBatch: 4, preferredBatch: 4 },
  }
  expect((await generate({ encoder, decoder: four }, feeds, { start, end, beams: 3 })).ids).toEqual(
    captionIds,
  )
})

test("an answer that reaches the longest is cut, and says so", async () => {
  const written = await generate({ encoder, decoder: decoderOf() }, feeds, { start, end, maxLength: 2 })
  expect(written).toMatchObject({ ids: [3, 4], ended: false })
  expect(written.findings).toMatchObject([{ code: "ANSWER_CUT" }])
  const short = await generate({ encoder, decoder: decoderOf({ length: 3 }) }, feeds, { start, end })
  expect(short).toMatchObject({ ids: [3, 4, 5], ended: false })
})

test("a decoder that looks at the words after a word is found out", async () => {
  const decoder = decoderOf({ seesAhead: true })
  const written = await generate({ encoder, decoder }, feeds, { start, end })
  expect(written.findings).toMatchObject([{ code: "DECODER_SEES_AHEAD" }])
})

test("the cache of a merged decoder is not used", async () => {
  const past = (name: string, length: number | null) =>
    ({ name, dtype: "float32", shape: [null, 2, length, 8] }) as const
  const decoder = decoderOf({
    more: [
      past("past_key_values.0.decoder.key", null),
      past("past_key_values.0.encoder.key", 3),
      { name: "use_cache_branch", dtype: "bool", shape: [1] },
      { name: "position_ids", dtype: "int64", shape: [null, null] },
      { name: "cache_position", dtype: "int64", shape: [null] },
    ],
  }) as ReturnType<typeof modelOf>
  const written = await generate({ encoder, decoder }, feeds, { start, end, beams: 2 })
  expect(written.ids).toEqual(captionIds)
  const fed = decoder.runs[1]
  expect(fed["past_key_values.0.decoder.key"]).toMatchObject({ shape: [2, 2, 0, 8] })
  expect(fed["past_key_values.0.encoder.key"].shape).toEqual([2, 2, 3, 8])
  expect(new Set(fed["past_key_values.0.encoder.key"].data as Float32Array)).toEqual(new Set([0]))
  expect(fed["use_cache_branch"]).toEqual({ dtype: "bool", shape: [1], data: Uint8Array.of(0) })
  expect(fed["position_ids"]).toMatchObject({ shape: [2, 2], data: BigInt64Array.of(0n, 1n, 0n, 1n) })
  expect(fed["cache_position"]).toMatchObject({ shape: [2], data: BigInt64Array.of(0n, 1n) })
})

// Continues a text: after each id, the next of the caption.
const writer = modelOf(
  "writer",
  [
    { name: "input_ids", dtype: "int64", shape: [null, null] },
    { name: "attention_mask", dtype: "int64", shape: [null, null] },
    { name: "position_ids", dtype: "int64", shape: [null, null] },
  ],
  ({ input_ids: { shape, data } }) => ({
    logits: float(
      [...shape, 9],
      Array.from(data as BigInt64Array).flatMap((id) => logitsAfter(Number(id), [1, 0, 0, 1])),
    ),
  }),
)

test("a decoder-only model goes on from the ids of its text", async () => {
  writer.runs.length = 0
  const mask = ids([0, 1, 1])
  const prompt = { input_ids: ids([0, 8, 3]), attention_mask: mask }
  const written = await generate(writer, prompt, { end })
  expect(tokenizer.decode(written.ids)).toBe("ball and cats")
  const last = writer.runs.at(-1)!
  expect(last["input_ids"].data).toEqual(BigInt64Array.of(0n, 8n, 3n, 4n, 5n, 6n))
  expect(last["attention_mask"].data).toEqual(BigInt64Array.of(0n, 1n, 1n, 1n, 1n, 1n))
  // Padding before the text has no position.
  expect(last["position_ids"].data).toEqual(BigInt64Array.of(0n, 0n, 1n, 2n, 3n, 4n))
})

test("one file with encoder and decoder is fed the image and the ids so far", async () => {
  const decoder = decoderOf()
  const whole = modelOf(
    "whole",
    [
      { name: "pixel_values", dtype: "float32", shape: [null, 1, 4, 4] },
      { name: "decoder_input_ids", dtype: "int32", shape: [null, null] },
    ],
    () => ({}),
  )
  const run = async ({ pixel_values: pixels, decoder_input_ids: own }: Feeds) => {
    const { last_hidden_state: hidden } = await encoder.run({ pixel_values: pixels })
    const numbers = {
      ...own,
      dtype: "int64",
      data: BigInt64Array.from(own.data as Int32Array, BigInt),
    } as Tensor
    return decoder.run({ encoder_hidden_states: hidden, input_ids: numbers })
  }
  expect((await generate({ ...whole, run }, feeds, { start, end, beams: 2 })).ids).toEqual(captionIds)
})

test("what the image does not show is not written", async () => {
  const ball = imageOf((x, y) => Number(x < 2 && y < 2))
  const { ids: written } = await generate({ encoder, decoder: decoderOf() }, feedsOf(ball), { start, end })
  expect(written.slice(0, 3)).toEqual([3, 4, 5])
  expect(written).not.toContain(6)
})

test.each<[string, Parameters<typeof generate>[0], Feeds, Partial<Parameters<typeof generate>[2]>, object]>([
  [
    "without a start",
    { encoder, decoder: decoderOf() },
    feeds,
    { start: undefined },
    { code: "INPUT_NOT_FOUND" },
  ],
  [
    "with every word forbidden",
    { encoder, decoder: decoderOf() },
    feeds,
    { forbidden: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
    { code: "ANSWER_EMPTY" },
  ],
  [
    "without an input of ids",
    { encoder, decoder: encoder },
    feeds,
    {},
    { code: "INPUT_NOT_FOUND", message: expect.stringContaining('"pixel_values" float32 [N, 1, 4, 4]') },
  ],
  [
    "with an unknown output",
    { encoder, decoder: decoderOf() },
    feeds,
    { output: "words" },
    { code: "OUTPUT_NOT_FOUND", message: expect.stringContaining('"logits" float32 [1, 1, 9]') },
  ],
  ["with no beam", { encoder, decoder: decoderOf() }, feeds, { beams: 0 }, { name: "RangeError" }],
  ["with too many ids", { encoder, decoder: decoderOf() }, feeds, { maxLength: 1e9 }, { name: "RangeError" }],
])("a search %s is refused", async (_, model, own, options, error) => {
  expect(await refusal(() => generate(model, own, { start, end, ...options }))).toMatchObject(error)
})

test("scores that are not numbers are an error, not a word", async () => {
  const broken = modelOf("broken", decoderOf().inputs, ({ input_ids: { shape } }) => ({
    logits: float([...shape, 9], new Float32Array(shape[0] * shape[1] * 9).fill(NaN)),
  }))
  expect(await refusal(() => generate({ encoder, decoder: broken }, feeds, { start, end }))).toMatchObject({
    code: "OUTPUT_NOT_FINITE",
  })
})
