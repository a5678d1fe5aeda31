// With the inputs and the tokenizer of @pami/text.
import { average, explain, fixedPartitions, fromLabels, peak, type Tensor } from "@pami/core"
import { textInput, textPartitions, vocabularyTokenizer } from "@pami/text"
import { expect, test } from "vitest"
import {
  answerMaps,
  answerMatrix,
  answerOf,
  answerWords,
  encoderDecoder,
  generate,
  together,
  togetherPartitions,
} from "../src/index.ts"
import { float, modelOf, photo } from "./world.ts"

const words = ["<PAD>", "<START>", "<UNK>", "ann", "has", "a", "cat", "bob", "dog", ".", "who", "<END>"]
const tokenizer = vocabularyTokenizer(new TextEncoder().encode(words.join("\n")))
const id = (word: string) => words.indexOf(word)
const each = (units: number) =>
  fixedPartitions([
    fromLabels(
      Int32Array.from({ length: units }, (_, i) => i),
      [units],
    ),
  ])

/** Answers with the word before "has" and the word two after, if it sees them: "ann cat". */
const likely = (next: number, p: number) =>
  words.map((_, word) => Math.log(word === next ? p : (1 - p) / (words.length - 1)))
const ids = { name: "input_ids", dtype: "int64", shape: [null, null] } as const
const mask = { name: "attention_mask", dtype: "int64", shape: [null, null] } as const
const storyteller = modelOf(
  "storyteller",
  [ids, mask],
  ({ input_ids: own, attention_mask: shown }) => {
    const [items, length] = own.shape
    const rows = Array.from({ length: items }, (_, item) => {
      const seen = Array.from({ length }, (__, place) =>
        Number(shown.data[item * length + place]) === 1 ? Number(own.data[item * length + place]) : 0,
      )
      return seen.map((token, place) => {
        // A causal model: it sees the words so far.
        const before = seen.slice(0, place)
        const ifSeen = (word: string, p: number) => likely(id(word), before.includes(id(word)) ? p : 0.05)
        if (token === id("who")) return ifSeen("ann", 0.9)
        if (!before.includes(id("who"))) return likely(0, 0.5)
        return token === id("ann") ? ifSeen("cat", 0.8) : likely(id("<END>"), 0.9)
      })
    })
    return { logits: float([items, length, words.length], rows.flat(2)) }
  },
  [{ name: "logits", dtype: "float32", shape: [null, null, words.length] }],
)

test("a decoder-only model: its own answer, and the word of the text that each word of it comes from", async () => {
  const text = "ann has a cat . bob has a dog . who"
  const prompt = tokenizer.wrap([tokenizer.encode(text)]).ids
  const tensor = (values: readonly number[]): Tensor => ({
    dtype: "int64",
    shape: [1, values.length],
    data: BigInt64Array.from(values, BigInt),
  })
  const written = await generate(
    storyteller,
    { input_ids: tensor(prompt), attention_mask: tensor(prompt.map(() => 1)) },
    { end: id("<END>") },
  )
  const answer = answerOf({ tokenizer, ids: written.ids })
  expect(answer.text).toBe("ann cat")
  const { input } = textInput({
    texts: [
      { name: "context", text: "ann has a cat . bob has a dog ." },
      { name: "question", text: "who", explained: false },
    ],
    tokenizer: { ...tokenizer, wrap: (texts) => tokenizer.wrap([texts.flat()]) },
    tensors: storyteller.inputs,
    suffix: answer.ids,
    mask: "delete",
  })
  const target = answerWords({ answer, offset: "end" })
  const explanation = await explain({ model: storyteller, input, target, partitioner: each(10) })
  const { rows, columns, values } = answerMatrix(explanation)
  expect(rows.join(" ")).toBe("ann has a cat . bob has a dog .")
  expect(columns.map(({ label }) => label)).toEqual(["ann", "cat"])
  const column = (k: number) => Float32Array.from(rows, (_, row) => values[2 * row + k])
  expect([0, 1].map((k) => rows[peak(column(k))])).toEqual(["ann", "cat"])
  expect(explanation.targets.map(({ score }) => Number(score.toFixed(4)))).toEqual([0.85, 0.9, 0.8])
})

// Says what the image shows, if the question asks "who".
const seer = modelOf(
  "seer",
  [...photo.tensors, ids],
  ({ pixel_values: pixels, input_ids: own }) => {
    const [items, length] = own.shape
    return {
      last_hidden_state: float(
        [items, 1, 1],
        Array.from({ length: items }, (_, item) => {
          const asked = own.data.slice(item * length, (item + 1) * length) as BigInt64Array
          return asked.includes(BigInt(id("who"))) ? Number(pixels.data[item * 16]) : 0
        }),
      ),
    }
  },
  [{ name: "last_hidden_state", dtype: "float32", shape: [null, 1, 1] }],
)
const answering = modelOf(
  "answering",
  [{ name: "encoder_hidden_states", dtype: "float32", shape: [null, null, 1] }, ids],
  ({ encoder_hidden_states: hidden, input_ids: own }) => {
    const [items, length] = own.shape
    const rows = Array.from({ length: items * length }, (_, i) =>
      likely(id("cat"), 0.1 + 0.8 * Number(hidden.data[Math.floor(i / length)])),
    )
    return { logits: float([items, length, words.length], rows.flat()) }
  },
)

test("an image and a question to an encoder and decoder: a map of each from one sweep", async () => {
  const { input: question } = textInput({
    texts: [{ name: "question", text: "who has a dog" }],
    tokenizer,
    tensors: [ids],
  })
  const answer = answerOf({ tokenizer, text: "cat" })
  const model = encoderDecoder({ encoder: seer, decoder: answering, answer, start: 1 })
  // One input of both models has the name of the ids, which the decoder is fed by the answer.
  expect(model.inputs.map(({ name }) => name)).toEqual(["pixel_values", "input_ids"])
  const partitioner = togetherPartitions({ image: each16(), question: textPartitions() })
  const input = together(photo, question)
  const explanation = await explain({ model, input, target: answerWords({ answer }), partitioner })
  expect(explanation.passes).toBe(16 + textPartitions().total(question)!)
  const map = average(explanation, 0)
  expect(peak(map.subarray(0, 16))).toBe(0)
  // Whether "who" is shown alone or in a longer part, it asks for all.
  expect(input.grids[1].labels?.[peak(map.subarray(16))]).toBe("who")
  expect(map[16]).toBeCloseTo(0.9, 5)
  const [{ map: ofQuestion }] = answerMaps(explanation, { grid: "question" })
  expect(ofQuestion).toEqual(map.slice(16))
})

function each16() {
  return fixedPartitions([
    fromLabels(
      Int32Array.from({ length: 16 }, (_, i) => i),
      [4, 4],
    ),
  ])
}
