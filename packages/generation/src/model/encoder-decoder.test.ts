import { explain, fixedPartitions, fromParts, type Input, type Model, type Tensor } from "@pami/core"
import { expect, test } from "vitest"
import { decoderOf, encoder, float, modelOf, photo, refusal, start, tokenizer } from "../../test/world.ts"
import { answerOf } from "../answer/answer-of.ts"
import { answerWords } from "../target/answer-words.ts"
import { encoderDecoder } from "./encoder-decoder.ts"
import { withoutCache } from "./without-cache.ts"

const answer = answerOf({ tokenizer, text: "a ball" })
const pixels = float([1, 1, 4, 4], new Float32Array(16))
const rename = (model: Model, names: Record<string, string>): Model => ({
  ...model,
  inputs: model.inputs.map((info) => ({ ...info, name: names[info.name] ?? info.name })),
  outputs: model.outputs.map((info) => ({ ...info, name: names[info.name] ?? info.name })),
  run: async (feeds) => {
    const back = Object.fromEntries(Object.entries(names).map(([name, other]) => [other, name]))
    const own = Object.entries(feeds).map(([name, feed]) => [back[name] ?? name, feed])
    const outputs = Object.entries(await model.run(Object.fromEntries(own)))
    return Object.fromEntries(outputs.map(([name, output]) => [names[name] ?? name, output]))
  },
})

test("the model takes the inputs of the encoder, and scores the answer", async () => {
  const model = encoderDecoder({ encoder, decoder: decoderOf(), answer, start })
  expect(model.inputs.map(({ name }) => name)).toEqual(["pixel_values"])
  const { logits } = await model.run({ pixel_values: float([3, 1, 4, 4], new Float32Array(48)) })
  expect(logits.shape).toEqual([3, 2, 9])
  expect(model.findings).toEqual([])
})

test("another answer, or another start, is another model", () => {
  const of = (ids: readonly number[], from: number | readonly number[]) =>
    encoderDecoder({ encoder, decoder: decoderOf(), answer: ids, start: from })
  const digests = [of([3, 4], 1), of([3, 5], 1), of([4, 4], 1), of([3, 4], 0), of([3, 4], [1, 0])].map(
    ({ digest }) => digest,
  )
  // The last id is scored, and not fed.
  expect(new Set(digests).size).toBe(4)
  expect(of([3, 4], 1).digest).toBe(digests[0])
})

test("the last id of an answer is in the settings", () => {
  const { settings } = encoderDecoder({ encoder, decoder: decoderOf(), answer: [3, 5], start })
  expect(settings).toMatchObject({ second: { answer: [3, 5], start: [1] } })
})

test("several ids before the answer move its scores", async () => {
  const model = encoderDecoder({ encoder, decoder: decoderOf(), answer, start: [0, 8, start] })
  const target = answerWords({ answer, offset: 2 })
  const partitioner = fixedPartitions([fromParts([Int32Array.of(0, 4)])])
  const { targets } = await explain({ model, input: photo, target, partitioner })
  expect(targets.map(({ score }) => Number(score.toFixed(5)))).toEqual([0.9, 0.9, 0.9])
})

test("other names are wired if only one output fits, with a finding", async () => {
  const model = encoderDecoder({
    encoder: rename(encoder, { last_hidden_state: "features" }),
    decoder: rename(decoderOf(), { encoder_hidden_states: "context", input_ids: "tokens" }),
    answer,
    start,
  })
  expect((await model.run({ pixel_values: pixels }))["logits"].shape).toEqual([1, 2, 9])
  expect(model.findings).toMatchObject([
    { code: "ENCODER_WIRED", message: expect.stringContaining('"context" is fed the encoder\'s "features"') },
  ])
})

test("wiring of your own converts the state", async () => {
  const flat = modelOf("flat", encoder.inputs, () => ({ features: float([1, 4], [1, 0, 0, 1]) }), [
    { name: "features", dtype: "float32", shape: [null, 4] },
  ])
  const given = { encoder: flat, decoder: decoderOf(), answer, start }
  expect(await refusal(() => encoderDecoder(given))).toMatchObject({
    code: "ENCODER_UNSUITABLE",
    message: expect.stringMatching(
      /"features" float32 \[N, 4\].*"encoder_hidden_states" float32 \[N, \?, 1\].*`wiring` of encoderDecoder, \{ "encoder_hidden_states"/,
    ),
  })
  const model = encoderDecoder({
    ...given,
    wiring: { encoder_hidden_states: ({ features }, items) => ({ ...features, shape: [items, 4, 1] }) },
  })
  expect((await model.run({ pixel_values: pixels }))["logits"].shape).toEqual([1, 2, 9])
})

test("an encoder of another model is refused with both shapes", async () => {
  const wide: Model = {
    ...encoder,
    outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, 4, 768] }],
  }
  expect(
    await refusal(() => encoderDecoder({ encoder: wide, decoder: decoderOf(), answer, start })),
  ).toMatchObject({
    code: "ENCODER_UNSUITABLE",
    message: expect.stringMatching(
      /"last_hidden_state" float32 \[N, 4, 768\].*"encoder_hidden_states" float32 \[N, \?, 1\].*`wiring` of encoderDecoder, \{/,
    ),
    data: { outputs: [{ shape: [null, 4, 768] }] },
  })
  const lone = modelOf("lone", [{ name: "input_ids", dtype: "int64", shape: [null, null] }], () => ({}))
  expect(await refusal(() => encoderDecoder({ encoder, decoder: lone, answer, start }))).toMatchObject({
    code: "ENCODER_UNSUITABLE",
  })
})

test("an answer longer than the decoder, and an empty one, are refused", async () => {
  const decoder = decoderOf({ length: 3 })
  const of = (ids: readonly number[]) => () => encoderDecoder({ encoder, decoder, answer: ids, start })
  expect(of([3, 4, 5])().outputs).toHaveLength(1)
  expect(await refusal(of([3, 4, 5, 6]))).toMatchObject({
    code: "ANSWER_TOO_LONG",
    data: { ids: 4, most: 3 },
  })
  expect(await refusal(of([]))).toMatchObject({ code: "ANSWER_EMPTY" })
  const endless = { encoder, decoder: decoderOf({ length: 2 ** 40 }), answer, start }
  expect(await refusal(() => encoderDecoder(endless))).toMatchObject({ code: "MODEL_UNSUPPORTED" })
})

// Adds the words of the text that the mask shows.
const ids = { name: "input_ids", dtype: "int64", shape: [null, null] } as const
const mask = { name: "attention_mask", dtype: "int64", shape: [null, null] } as const
const textEncoder = modelOf(
  "text encoder",
  [ids, mask],
  ({ input_ids: own }) => ({
    last_hidden_state: float([...own.shape, 1], Array.from(own.data as BigInt64Array, Number)),
  }),
  [{ name: "last_hidden_state", dtype: "float32", shape: [null, null, 1] }],
)
const masked = (fed: Record<string, unknown>[]) =>
  modelOf(
    "masked decoder",
    [
      { name: "encoder_hidden_states", dtype: "float32", shape: [null, null, 1] },
      { name: "encoder_attention_mask", dtype: "int64", shape: [null, null] },
      ids,
      { name: "decoder_attention_mask", dtype: "float16", shape: [null, 4] },
    ].map((info) => (info === ids ? { ...ids, shape: [null, 4] } : info)) as Model["inputs"],
    (feeds) => {
      fed.push(feeds)
      const [items, length] = feeds["input_ids"].shape
      return { logits: float([items, length, 9], new Float32Array(items * length * 9)) }
    },
  )

test("the decoder of a text sees the mask of the text, item by item, and its own", async () => {
  const fed: Record<string, Tensor>[] = []
  const model = encoderDecoder({ encoder: textEncoder, decoder: masked(fed), answer, start })
  expect(model.inputs.map(({ name }) => name)).toEqual(["input_ids", "attention_mask"])
  const tensor = (values: bigint[]): Tensor => ({
    dtype: "int64",
    shape: [2, 3],
    data: BigInt64Array.from(values),
  })
  const shown = tensor([1n, 1n, 0n, 1n, 0n, 0n])
  await model.run({ input_ids: tensor([5n, 6n, 0n, 7n, 0n, 0n]), attention_mask: shown })
  expect(fed[0]["encoder_attention_mask"]).toEqual(shown)
  expect([...fed[0]["encoder_hidden_states"].data]).toEqual([5, 6, 0, 7, 0, 0])
  // Ones of 16 bits over the two ids that are fed.
  expect(Array.from(fed[0]["decoder_attention_mask"].data.slice(0, 4) as Uint16Array)).toEqual([
    0x3c00, 0x3c00, 0, 0,
  ])
  expect(Array.from(fed[0]["input_ids"].data.slice(0, 4) as BigInt64Array)).toEqual([1n, 3n, 0n, 0n])
})

test("without a mask, the decoder sees the whole state", async () => {
  const fed: Record<string, Tensor>[] = []
  const model = encoderDecoder({ encoder, decoder: masked(fed), answer, start })
  await model.run({ pixel_values: pixels })
  expect(fed[0]["encoder_attention_mask"]).toEqual({
    dtype: "int64",
    shape: [1, 4],
    data: BigInt64Array.of(1n, 1n, 1n, 1n),
  })
})

test("caches: outputs for the next run are left out, zeros in place of a past are reported, huge ones refused", async () => {
  const past = (shape: (number | null)[]) =>
    ({ name: "past_key_values.0.key", dtype: "float32", shape }) as const
  const decoder = (shape: (number | null)[]): Model => ({
    ...decoderOf({ more: [past(shape)] }),
    outputs: [
      { name: "logits", dtype: "float32", shape: [null, null, 9] },
      { name: "present.0.key", dtype: "float32", shape: [null, 2, null, 8] },
    ],
  })
  const plain = withoutCache(decoder([null, 2, null, 8]))
  expect(plain.inputs.map(({ name }) => name)).toEqual(["encoder_hidden_states", "input_ids"])
  expect(plain.outputs.map(({ name }) => name)).toEqual(["logits"])
  expect(plain.findings).toBeUndefined()
  expect(withoutCache(decoder([null, 2, 16, 8])).findings).toMatchObject([{ code: "CACHE_ZEROS" }])
  expect(await refusal(() => withoutCache(decoder([null, 2 ** 20, 2 ** 20, 8])))).toMatchObject({
    code: "MODEL_UNSUPPORTED",
  })
  const own = decoderOf()
  expect(withoutCache(own)).toBe(own)
})

test("an image with features beside it: what both do not wire is still an input", async () => {
  const decoder = decoderOf({ more: [{ name: "temperature", dtype: "float32", shape: [null, 1] }] })
  const model = encoderDecoder({ encoder, decoder, answer, start })
  expect(model.inputs.map(({ name }) => name)).toEqual(["pixel_values", "temperature"])
  const explained = explain({ model, input: photo as Input, target: answerWords({ answer }) })
  expect(await refusal(() => explained)).toMatchObject({ code: "INPUT_NOT_FED" })
})
