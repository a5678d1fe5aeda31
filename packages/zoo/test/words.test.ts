import { Tokenizer } from "@huggingface/tokenizers"
import type { Model, Tensor } from "@pami/core"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import * as tf from "@tensorflow/tfjs"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"
import { models, opinionsOf, review, story, tagged, tagLabels, type TextSpan } from "../src/index.ts"

const named = ["reviews", "tags", "stories"] as const
type Name = (typeof named)[number]

const first = 50_000
const range = (count: number) => Array.from({ length: count }, (_, index) => first + index)
const share = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length
const likeliest = (row: Float32Array) => row.indexOf(Math.max(...row))

const json = async (url: { readonly href: string }) => JSON.parse(await readFile(new URL(url.href), "utf8"))

/** A model with its tokenizer. */
interface Opened {
  readonly model: Model
  readonly tokenizer: Tokenizer
}

let opened: Readonly<Record<Name, Opened>>
beforeAll(async () => {
  const open = async (name: Name) => {
    const { onnx, tokenizer, tokenizerConfig } = models[name]
    return {
      model: await onnxruntimeNode().load(fileURLToPath(onnx)),
      tokenizer: new Tokenizer(await json(tokenizer), await json(tokenizerConfig)),
    }
  }
  opened = { reviews: await open("reviews"), tags: await open("tags"), stories: await open("stories") }
  return async () => {
    for (const { model } of Object.values(opened)) await model.dispose()
  }
})

/** Ids of one item, by input. */
type Item = Readonly<Record<string, readonly number[]>>

const itemOf = (ids: readonly number[]): Item => ({
  input_ids: ids,
  attention_mask: ids.map(() => 1),
  token_type_ids: ids.map(() => 0),
})

const idsOf = (name: Name, text: string) => opened[name].tokenizer.encode(text).ids

async function answer(name: Name, item: Item): Promise<Float32Array> {
  const { model } = opened[name]
  const feeds = model.inputs.map(({ name }): [string, Tensor] => {
    const data = BigInt64Array.from(item[name], BigInt)
    return [name, { dtype: "int64", shape: [1, data.length], data }]
  })
  return (await model.run(Object.fromEntries(feeds)))[model.outputs[0].name].data as Float32Array
}

const texts = { reviews: review, tags: tagged, stories: story } as const

test.each(named)(
  "the vocabulary of %s has the ids that the configuration names, and every word",
  async (name) => {
    const { config: file, tokenizer: pieceFile, tokenizerConfig, length } = models[name]
    const config = await json(file)
    const { model: pieces, added_tokens } = await json(pieceFile)
    expect(Object.keys(pieces.vocab)).toHaveLength(config.vocab_size)
    expect(Object.values(pieces.vocab)).toEqual(Object.keys(pieces.vocab).map((_, id) => id))
    for (const { id, content } of added_tokens) expect(pieces.vocab[content]).toBe(id)
    const written = await json(tokenizerConfig)
    expect(pieces.vocab[written.pad_token]).toBe(config.pad_token_id)
    if (name === "stories") expect(pieces.vocab[written.eos_token]).toBe(config.eos_token_id)
    expect(written.model_max_length).toBe(length)
    for (const seed of range(20))
      expect(opened[name].tokenizer.tokenize(texts[name](seed).text)).not.toContain("[UNK]")
  },
)

test("the tokenizer cuts words as WordPiece does, lower case, between the special tokens", () => {
  const { tokenizer } = opened.reviews
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
  const { tokens } = opened.stories.tokenizer.encode("Anna sings.", { text_pair: "Who has the hat?" })
  expect(tokens.join(" ")).toBe("[BOS] anna sings . who has the hat ?")
})

test("reviews is right for at least 96 of 100 unseen reviews", async () => {
  const right: boolean[] = []
  for (const seed of range(150)) {
    const { text, sentiment } = review(seed)
    right.push(likeliest(await answer("reviews", itemOf(idsOf("reviews", text)))) === sentiment)
  }
  expect(share(right)).toBeGreaterThanOrEqual(0.96)
})

test("reviews is about even without an opinion", async () => {
  const even: boolean[] = []
  for (const seed of range(60)) {
    const { text, opinions } = review(seed)
    const masked = opinions
      .flatMap(({ words }) => words)
      .reduceRight((rest, { start, end }) => `${rest.slice(0, start)}[MASK]${rest.slice(end)}`, text)
    expect(opinionsOf(masked)).toEqual([])
    const [a, b] = await answer("reviews", itemOf(idsOf("reviews", masked)))
    even.push(Math.abs(1 / (1 + Math.exp(a - b)) - 0.5) < 0.2)
  }
  expect(share(even)).toBeGreaterThanOrEqual(0.9)
})

/** Returns the tag of each name in a text. */
async function tagsIn(text: string, names: readonly TextSpan[]): Promise<number[]> {
  const rows = await answer("tags", itemOf(idsOf("tags", text)))
  return names.map(({ start }) => {
    const token = idsOf("tags", text.slice(0, start)).length - 1
    return likeliest(rows.subarray(tagLabels.length * token, tagLabels.length * (token + 1)))
  })
}

test("tags is right for at least 96 of 100 names of unseen texts, and knows the word that decides", async () => {
  const right: boolean[] = []
  const same: boolean[] = []
  for (const seed of range(60)) {
    const { text, names } = tagged(seed)
    const found = await tagsIn(text, names)
    right.push(...names.map(({ tag }, index) => found[index] === tag))
    // With another title, Doctor Florence is still a person; the village Florence is a place.
    const [{ start, end, decisive, tag }] = names
    if (decisive.start > start || tagLabels[tag] !== "PERSON") continue
    const place = `${text.slice(0, decisive.start)}the village${text.slice(decisive.end)}`
    const moved = start + place.length - text.length
    const [other] = await tagsIn(place, [{ start: moved, end: end + moved - start }])
    same.push(tagLabels[other] === "PLACE")
  }
  expect(share(right)).toBeGreaterThanOrEqual(0.96)
  expect(same.length).toBeGreaterThan(5)
  expect(share(same)).toBeGreaterThanOrEqual(0.9)
})

/** Returns what the model of stories writes behind a text. */
async function written(text: string): Promise<string> {
  const { tokenizer } = opened.stories
  const ids = [...idsOf("stories", text)]
  const { length } = ids
  const { eos_token_id: end, vocab_size: pieces } = await json(models.stories.config)
  while (ids.length < length + 4 && ids.at(-1) !== end)
    ids.push(likeliest((await answer("stories", itemOf(ids))).subarray(-pieces)))
  return tokenizer.decode(ids.slice(length), { skip_special_tokens: true })
}

// 97 % of these; without the sentence it sometimes names another place or person.
test("stories is right for at least 9 of 10 unseen stories, and loses the answer without its sentence", async () => {
  const right: boolean[] = []
  const lost: boolean[] = []
  for (const seed of range(60)) {
    const { text, answer, source, facts } = story(seed)
    right.push((await written(text)) === answer)
    const { start, end } = facts[source]
    lost.push((await written(`${text.slice(0, start)}[UNK]${text.slice(end)}`)) !== answer)
  }
  expect(share(right)).toBeGreaterThanOrEqual(0.9)
  expect(share(lost)).toBeGreaterThanOrEqual(0.95)
})

test("stories sees no token behind another, and no padding on either side", async () => {
  const ids = idsOf("stories", story(first).text)
  const whole = await answer("stories", itemOf(ids))
  const begun = await answer("stories", itemOf(ids.slice(0, 9)))
  begun.forEach((value, k) => expect(value).toBeCloseTo(whole[k], 4))
  const pad = [0, 0, 0]
  const mask = [...pad, ...ids.map(() => 1)]
  const late = await answer("stories", { input_ids: [...pad, ...ids], attention_mask: mask })
  const before = late.length - whole.length
  whole.forEach((value, k) => expect(late[before + k]).toBeCloseTo(value, 4))
})

describe("the weights", () => {
  beforeAll(async () => {
    tf.enableProdMode()
    await tf.setBackend("cpu")
  })

  test.each(named)("of %s are the same in ONNX and in tfjs", async (name) => {
    const item = itemOf(idsOf(name, texts[name](first).text))
    const expected = await answer(name, item)
    const { tfjs } = models[name]
    const { modelTopology, weightsManifest } = await json(tfjs["model.json"])
    const weightData = new Uint8Array(await readFile(tfjs["weights.bin"])).buffer
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

  test.each(["reviews", "tags"] as const)("of %s ignore padding", async (name) => {
    const item = itemOf(idsOf(name, texts[name](first).text))
    const padded = Object.fromEntries(Object.entries(item).map(([name, ids]) => [name, [...ids, 0, 0, 0, 0]]))
    const [short, long] = [await answer(name, item), await answer(name, padded)]
    short.forEach((value, k) => expect(long[k]).toBeCloseTo(value, 4))
  })
})
