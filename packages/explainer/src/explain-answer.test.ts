import { functionBackend } from "@pami/backend-kit/function-backend"
import { peak } from "@pami/core"
import { vocabularyTokenizer } from "@pami/text"
import { expect, test } from "vitest"
import { answerTarget } from "./answer-target.ts"
import { explainedContrasts } from "./contrast.ts"
import { explainer } from "./index.ts"

// An image of 8 x 8 with a red and a blue square; the model names the colours that it sees.
const side = 8
const red = (unit: number) => unit % side < 3 && Math.floor(unit / side) < 3
const blue = (unit: number) => unit % side >= 5 && Math.floor(unit / side) >= 5
const image = {
  width: side,
  height: side,
  data: Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const unit = Math.floor(i / 3)
    const own = red(unit) ? 0 : blue(unit) ? 2 : -1
    return i % 3 === own ? 255 : 0
  }),
}
const encoder = await functionBackend(
  ({ image: { data, shape } }) => {
    const plane = side * side
    const states = Array.from({ length: shape[0] }, (_, item) =>
      [0, 2].map((channel) => {
        const values = data.subarray((3 * item + channel) * plane, (3 * item + channel + 1) * plane)
        return values.reduce((sum: number, value: number) => sum + value, 0) / 9
      }),
    )
    const flat = Float32Array.from(states.flat())
    return { last_hidden_state: { dtype: "float32", shape: [shape[0], 2, 1], data: flat } }
  },
  {
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }],
    outputs: [{ name: "last_hidden_state", dtype: "float32", shape: [null, 2, 1] }],
    itemsPerCall: 64,
  },
).load("encoder")

const tokenizer = vocabularyTokenizer(
  new TextEncoder().encode("<PAD>\n<START>\n<UNK>\n<END>\na\nred\nblue\n"),
  { name: "colours" },
)
const [start, end, a, redId, blueId] = [1, 3, 4, 5, 6]
const size = 7
const decoder = await functionBackend(
  ({ encoder_hidden_states: { data }, input_ids: ids }) => {
    const [items, length] = ids.shape
    const logits = Array.from(ids.data, (id, at) => {
      const state = data.subarray(2 * Math.floor(at / length))
      const [next, seen] = { [start]: [a, 1], [a]: [redId, state[0]], [redId]: [blueId, state[1]] }[
        Number(id)
      ] ?? [end, 1]
      return Array.from({ length: size }, (_, word) => (word === next ? 8 * seen : 0))
    })
    const flat = Float32Array.from(logits.flat())
    return { logits: { dtype: "float32", shape: [items, length, size], data: flat } }
  },
  {
    inputs: [
      { name: "encoder_hidden_states", dtype: "float32", shape: [null, 2, 1] },
      { name: "input_ids", dtype: "int64", shape: [null, null] },
    ],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, null, size] }],
    itemsPerCall: 64,
  },
).load("decoder")

const generation = { start, end }
const explain = await explainer(
  { encoder, decoder },
  { generation, tokenizer, mean: [0, 0, 0], std: [1, 1, 1], mask: "black", strategy: "grid", radius: 1 },
)

test("an encoder and its decoder write a caption, and each of its words has its map, from one sweep", async () => {
  const { prediction, words, recipe, explanation, figure } = await explain(image)
  expect(recipe.task).toEqual({ name: "generation", answer: "a red blue" })
  expect(prediction.map(({ label }) => label).toSorted()).toEqual(["a", "a red blue", "blue", "red"])
  const maps = words!()
  expect(maps.map(({ label, depends }) => [label, depends])).toEqual([
    ["a", false],
    ["red", true],
    ["blue", true],
  ])
  expect(red(peak(maps[1].map))).toBe(true)
  expect(blue(peak(maps[2].map))).toBe(true)
  const { explanation: short } = await explain(image, { answer: "a red" })
  expect(explanation.passes).toBe(short.passes)
  const svg = new TextDecoder().decode(await figure({ format: "svg" }))
  for (const word of ["red", "blue"]) expect(svg).toContain(word)
})

test("a caption of the caller's is explained in place of the model's", async () => {
  const { words, recipe } = await explain(image, { answer: "a blue" })
  expect(recipe.task).toMatchObject({ answer: "a blue" })
  expect(words!().map(({ label }) => label)).toEqual(["a", "blue"])
  await expect(explain(image, { answer: "a green" })).rejects.toMatchObject({ code: "WORDS_UNKNOWN" })
})

test.each([
  ["red", ["red"]],
  [2, ["blue"]],
  ["index:0", ["a"]],
  [
    ["red", "blue"],
    ["red", "blue"],
  ],
  ["answer", ["a red blue"]],
  ["top:2", ["a red blue", "a"]],
  [undefined, ["a red blue", "a", "red", "blue"]],
])("the target %j of a caption is its words %j", (target, words) => {
  const answer = { text: "a red blue", words: ["a", "red", "blue"].map((text) => ({ text })) }
  const targets = [answer, ...answer.words].map(({ text }, place) => ({
    id: place === 0 ? "answer" : place - 1,
    label: text,
    score: 1,
  }))
  const task = { name: "generation", answer: answer.text } as const
  const recipe = { task, target: answerTarget(target, answer), versus: null }
  const shown = explainedContrasts(recipe, { prediction: targets, targets })
  expect(shown.map(({ target: id }) => targets.find((one) => one.id === id)!.label)).toEqual(words)
})

test("a caption has no word of another name or number, and no contrast", async () => {
  for (const target of ["green", 3])
    await expect(explain(image, { target })).rejects.toThrow(`target ${target}: the answer and its words are`)
  await expect(explain(image, { versus: 1 })).rejects.toThrow("versus: for scores of classes")
})

test("an answer for a model that does not write is refused", async () => {
  const classifier = await explainer(() => [[1, 0]], { size: { width: side, height: side } })
  await expect(classifier(image, { answer: "a red" })).rejects.toThrow(/answer: the model does not write/)
})

test("a model that writes needs a tokenizer, and the id that an answer starts with", async () => {
  const without = await explainer({ encoder, decoder }, { generation })
  await expect(without(image)).rejects.toMatchObject({ code: "TOKENIZER_MISSING" })
  const unstarted = await explainer({ encoder, decoder }, { tokenizer, generation: { end } })
  await expect(unstarted(image)).rejects.toMatchObject({ code: "ANSWER_START_UNKNOWN" })
  const endless = await explainer({ encoder, decoder }, { tokenizer, generation: { start } })
  await expect(endless(image)).rejects.toMatchObject({ code: "ANSWER_END_UNKNOWN" })
})
