import { Tokenizer } from "@huggingface/tokenizers"
import type { Model, Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { toPixels, toTensor } from "@pami/image"
import type { Layout } from "@pami/image"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import * as tf from "@tensorflow/tfjs"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { beforeAll, expect, test } from "vitest"
import {
  askedIn,
  models,
  type Scene,
  scene,
  sceneCaption,
  sceneCaptionWords,
  sceneQuestion,
  sceneQuestionWords,
} from "../src/index.ts"

const caption = models["scenes-caption"]
const question = models["scenes-question"]
const seeds = Array.from({ length: 40 }, (_, index) => 50_000 + index)
const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length
const likeliest = (row: Float32Array) => row.indexOf(Math.max(...row))

const json = async (url: { readonly href: string }) => JSON.parse(await readFile(new URL(url.href), "utf8"))
const tokenizerOf = async ({ tokenizer, tokenizerConfig }: typeof caption | typeof question) =>
  new Tokenizer(await json(tokenizer), await json(tokenizerConfig))

let [captioner, asker]: Tokenizer[] = []
let [encoder, decoder, answering]: Model[] = []
beforeAll(async () => {
  captioner = await tokenizerOf(caption)
  asker = await tokenizerOf(question)
  const backend = onnxruntimeNode()
  const urls = [caption.encoder.onnx, caption.decoder.onnx, question.onnx]
  ;[encoder, decoder, answering] = await Promise.all(urls.map((url) => backend.load(fileURLToPath(url))))
  tf.enableProdMode()
  await tf.setBackend("cpu")
  return () => Promise.all([encoder, decoder, answering].map((model) => model.dispose()))
})

test.each([
  ["scenes-caption", caption, sceneCaptionWords],
  ["scenes-question", question, sceneQuestionWords],
] as const)("the files beside %s know every word, and the ids of special ones", async (_, files, words) => {
  const tokenizer = await tokenizerOf(files)
  const config = await json(files.config)
  const { vocab } = (await json(files.tokenizer)).model
  expect(Object.keys(vocab)).toHaveLength(config.vocab_size)
  expect(vocab["[PAD]"]).toBe(config.pad_token_id)
  expect((await json(files.tokenizerConfig)).model_max_length).toBe(files.length)
  for (const word of words) expect(tokenizer.tokenize(word)).not.toContain("[UNK]")
  if ("decoder" in files)
    expect([vocab["[BOS]"], vocab["[EOS]"]]).toEqual([config.decoder_start_token_id, config.eos_token_id])
})

const image = ({ width, height, pixels }: Scene, layout: Layout = "nchw"): Tensor => ({
  dtype: "float32",
  shape: layout === "nchw" ? [1, 3, height, width] : [1, height, width, 3],
  data: toTensor(toPixels({ width, height, data: pixels }), { ...caption.preprocessing, layout }),
})
const row = (ids: readonly number[]): Tensor => ({
  dtype: "int64",
  shape: [1, ids.length],
  data: BigInt64Array.from(ids, BigInt),
})
const asked = (text: string) => {
  const { ids } = asker.encode(text)
  return {
    input_ids: row(ids),
    attention_mask: row(ids.map(() => 1)),
  }
}

// 96 % by the report.
test("scenes-caption writes the whole caption of at least 9 of 10 unseen scenes of one or two objects", async () => {
  const { decoder_start_token_id: start, eos_token_id: end } = await json(caption.config)
  const right: boolean[] = []
  for (const seed of seeds) {
    const drawn = scene(seed, { objects: [1, 2] })
    const { ids } = captioner.encode(sceneCaption(drawn).text, { add_special_tokens: false })
    const { last_hidden_state: seen } = await encoder.run({ image: image(drawn) })
    const { logits } = await decoder.run({ input_ids: row([start, ...ids]), encoder_hidden_states: seen })
    const width = logits.shape[2]
    // Greedy search writes the caption if each of its words is the likeliest after those before it.
    const said = [...ids, end].map((_, place) =>
      likeliest((logits.data as Float32Array).subarray(place * width, (place + 1) * width)),
    )
    right.push(said.every((id, place) => id === [...ids, end][place]))
  }
  expect(share(right)).toBeGreaterThanOrEqual(0.9)
})

test("scenes-question answers at least 9 of 10 questions about kinds, and about halves, of unseen scenes", async () => {
  const right: Record<"kind" | "place", boolean[]> = { kind: [], place: [] }
  for (const seed of seeds) {
    const drawn = scene(seed, { objects: [1, 3] })
    const { text, answer } = sceneQuestion(seed, drawn)
    const { logits } = await answering.run({ image: image(drawn), ...asked(text) })
    const about = "kind" in Object(askedIn(text)) ? "kind" : "place"
    right[about].push(likeliest(logits.data as Float32Array) === answer)
  }
  for (const hits of Object.values(right)) {
    expect(hits.length).toBeGreaterThan(10)
    expect(share(hits)).toBeGreaterThanOrEqual(0.9)
  }
})

const drawn = scene(70_001)
const state = async () => (await encoder.run({ image: image(drawn) }))["last_hidden_state"]
const onlyImage = async () => ({ image: image(drawn) })
const words = async () => ({ input_ids: row([2, 8, 12, 9]), encoder_hidden_states: await state() })
const both = async () => ({ image: image(drawn), ...asked(sceneQuestion(1, drawn).text) })

test.each([
  ["the encoder of scenes-caption", () => encoder, caption.encoder.tfjs, onlyImage],
  ["the decoder of scenes-caption", () => decoder, caption.decoder.tfjs, words],
  ["scenes-question", () => answering, question.tfjs, both],
] as const)("%s gives the same outputs in ONNX and in tfjs", async (_, model, files, feed) => {
  const feeds: Readonly<Record<string, Tensor>> = await feed()
  const expected = (await model().run(feeds))[model().outputs[0].name]
  const { modelTopology, weightsManifest } = await json(files["model.json"])
  const weightData = new Uint8Array(await readFile(files["weights.bin"] as URL)).buffer
  const network = await tf.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  })
  const given = network.inputs.map(({ sourceLayer: { name }, dtype }) => {
    const { data, shape } = name === "image" ? image(drawn, "nhwc") : feeds[name]
    return tf.tensor(Array.from(data as ArrayLike<number | bigint>, Number), [...shape], dtype as "int32")
  })
  const answered = network.predict(given) as tf.Tensor
  expect(answered.shape).toEqual(expected.shape)
  const largest = Math.max(1, ...Array.from(expected.data as Float32Array, Math.abs))
  const apart = Array.from(answered.dataSync(), (value, i) => Math.abs(value - Number(expected.data[i])))
  expect(apart).toHaveLength(sizeOf(expected.shape))
  // Both round in float32, in other orders.
  expect(Math.max(...apart) / largest).toBeLessThan(2e-5)
})
