import { Tokenizer } from "@huggingface/tokenizers"
import type { Model, Tensor } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import * as tf from "@tensorflow/tfjs"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"
import { models, opinionsOf, review } from "../src/index.ts"

const { reviews } = models
const first = 50_000
const range = (count: number) => Array.from({ length: count }, (_, index) => first + index)
const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length
const likeliest = (row: Float32Array) => row.indexOf(Math.max(...row))

const json = async (url: { readonly href: string }) => JSON.parse(await readFile(new URL(url.href), "utf8"))

let tokenizer: Tokenizer
let model: Model
beforeAll(async () => {
  tokenizer = new Tokenizer(await json(reviews.tokenizer), await json(reviews.tokenizerConfig))
  model = await onnxruntimeNode().load(fileURLToPath(reviews.onnx))
  return () => model.dispose()
})

/** Ids of one item, by input. */
type Item = Readonly<Record<string, readonly number[]>>

function itemOf(text: string): Item {
  const { ids } = tokenizer.encode(text)
  return { input_ids: ids, attention_mask: ids.map(() => 1), token_type_ids: ids.map(() => 0) }
}

async function answer(item: Item): Promise<Float32Array> {
  const feeds = model.inputs.map(({ name }): [string, Tensor] => {
    const data = BigInt64Array.from(item[name], BigInt)
    return [name, { dtype: "int64", shape: [1, data.length], data }]
  })
  return (await model.run(Object.fromEntries(feeds)))[model.outputs[0].name].data as Float32Array
}

test("the vocabulary has the ids that the configuration names, and knows every word", async () => {
  const config = await json(reviews.config)
  const { model: pieces, added_tokens } = await json(reviews.tokenizer)
  expect(Object.keys(pieces.vocab)).toHaveLength(config.vocab_size)
  expect(Object.values(pieces.vocab)).toEqual(Object.keys(pieces.vocab).map((_, id) => id))
  for (const { id, content } of added_tokens) expect(pieces.vocab[content]).toBe(id)
  expect(pieces.vocab["[PAD]"]).toBe(config.pad_token_id)
  expect((await json(reviews.tokenizerConfig)).model_max_length).toBe(reviews.length)
  for (const seed of range(20)) expect(tokenizer.tokenize(review(seed).text)).not.toContain("[UNK]")
})

test("the tokenizer cuts words as WordPiece does, lower case, between the special tokens", () => {
  expect(tokenizer.encode("A truly DELIGHTFUL film, xyz!").tokens).toEqual(
    ["[CLS]", "a", "tru", "##ly", "delight", "##ful", "film", ",", "[UNK]", "!", "[SEP]"], // prettier-ignore
  )
  expect(tokenizer.encode("good [MASK]").tokens).toEqual(["[CLS]", "good", "[MASK]", "[SEP]"])
  const { ids, token_type_ids: types } = tokenizer.encode("good", {
    text_pair: "bad",
    return_token_type_ids: true,
  })
  expect(ids).toHaveLength(5)
  expect(types).toEqual([0, 0, 0, 1, 1])
})

// 92 % of these.
test("reviews is right for at least 9 of 10 unseen reviews", async () => {
  const right: boolean[] = []
  for (const seed of range(150)) {
    const { text, sentiment } = review(seed)
    right.push(likeliest(await answer(itemOf(text))) === sentiment)
  }
  expect(share(right)).toBeGreaterThanOrEqual(0.9)
})

// Within .152 for 95 % by the report.
test("reviews is about even without an opinion", async () => {
  const even: boolean[] = []
  for (const seed of range(60)) {
    const { text, opinions } = review(seed)
    const masked = opinions
      .flatMap(({ words }) => words)
      .reduceRight((rest, { start, end }) => `${rest.slice(0, start)}[MASK]${rest.slice(end)}`, text)
    expect(opinionsOf(masked)).toEqual([])
    const [a, b] = await answer(itemOf(masked))
    even.push(Math.abs(1 / (1 + Math.exp(a - b)) - 0.5) < 0.2)
  }
  expect(share(even)).toBeGreaterThanOrEqual(0.9)
})

describe("the weights", () => {
  test("are the same in ONNX and in tfjs", async () => {
    tf.enableProdMode()
    await tf.setBackend("cpu")
    const item = itemOf(review(first).text)
    const expected = await answer(item)
    const { modelTopology, weightsManifest } = await json(reviews.tfjs["model.json"])
    const weightData = new Uint8Array(await readFile(reviews.tfjs["weights.bin"])).buffer
    const network = await tf.loadLayersModel({
      load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    })
    const given = network.inputs.map(({ sourceLayer, dtype }) =>
      tf.tensor([item[sourceLayer.name] as number[]], undefined, dtype as "int32"),
    )
    const answered = (network.predict(given) as tf.Tensor).dataSync()
    const largest = Math.max(1, ...expected.map(Math.abs))
    const apart = Array.from(answered, (value, k) => Math.abs(value - expected[k]))
    expect(apart).toHaveLength(expected.length)
    // Both round in float32, in other orders.
    expect(Math.max(...apart) / largest).toBeLessThan(2e-5)
  })

  test("ignore padding", async () => {
    const item = itemOf(review(first).text)
    const padded = Object.fromEntries(Object.entries(item).map(([name, ids]) => [name, [...ids, 0, 0, 0, 0]]))
    const [short, long] = [await answer(item), await answer(padded)]
    short.forEach((value, k) => expect(long[k]).toBeCloseTo(value, 4))
  })
})
