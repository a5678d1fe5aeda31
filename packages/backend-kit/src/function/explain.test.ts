import {
  average,
  classProbability,
  denseInput,
  explain,
  grid,
  type Input,
  type Part,
  type PamiError,
  peak,
  slidingWindow,
} from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { unavailable } from "../../test/function-backend.ts"
import { functionBackend } from "../function-backend.ts"

function noise(seed: number): Float32Array {
  const next = random(seed)
  return Float32Array.from({ length: 30 }, () => next() * 2 - 1)
}

const weights = noise(3)
const original = noise(4)
const signal = { name: "x", dtype: "float32", shape: [null, 5, 6] } as const
const answers = (data: Float32Array, size = 30) =>
  Array.from({ length: data.length / size }, (_, i) => [
    weights.reduce((sum, weight, u) => sum + weight * data[i * size + u], 0),
  ])
const base = {
  input: denseInput({
    name: "x",
    units: [5, 6],
    planes: 1,
    inner: 1,
    shape: [5, 6],
    original,
    baseline: new Float32Array(30),
  }),
  target: classProbability({ activation: "none" }),
  partitioner: grid({ size: 1, shift: 1 }),
}

test("the map of a linear function is its terms", async () => {
  const backend = functionBackend(async ({ x }) => answers(x.data), { inputs: [signal] })
  const map = average(await explain({ ...base, model: await backend.load("linear, 1") }))
  expect(map).toEqual(original.map((value, u) => Math.fround(weights[u] * value)))
})

test("the map has the same bytes for any cut into calls, whatever their order of arrival", async () => {
  const after = random(5)
  const maps = []
  for (const [itemsPerCall, concurrency] of [
    [1, 1],
    [1, 5],
    [3, 2],
    [100, 1],
  ]) {
    const backend = functionBackend(
      async ({ x }) => {
        for (let ticks = after() * 20; ticks > 0; ticks--) await Promise.resolve()
        return answers(x.data).map(([score]) => [score, -score, score / 3])
      },
      { inputs: [signal], itemsPerCall, concurrency },
    )
    const partitioner = slidingWindow({ radius: 2, stride: 1 })
    const target = classProbability()
    maps.push(average(await explain({ ...base, target, partitioner, model: await backend.load("3") })))
  }
  for (const map of maps) expect(map).toEqual(maps[0])
})

test("the map of a text peaks at the word that decides", async () => {
  const batches: (readonly string[])[] = []
  const backend = functionBackend(
    async ({ text }) => {
      batches.push(text.data)
      return text.data.map((t) => (t.includes("awful") ? [0.9, 0.1] : [0.2, 0.8]))
    },
    { inputs: [{ name: "text", dtype: "string", shape: [null] }], itemsPerCall: 4 },
  )
  const explanation = await explain({
    model: await backend.load("sentiment, 1"),
    input: words("the food was fine but the service awful"),
    target: classProbability(),
    partitioner: slidingWindow({ radius: 1, stride: 1 }),
  })
  expect(peak(average(explanation, 0))).toBe(7)
  expect(peak(average(explanation, 1))).not.toBe(7)
  expect(explanation.findings.map(({ code }) => code)).toEqual(["ACTIVATION_CHOSEN"])
  expect(batches[0]).toEqual(["the food was fine but the service awful"])
  expect(batches.flat()).toContain("_ _ _ _ _ _ service awful")
})

test("the passes before a failed call are kept in the error", async () => {
  let calls = 0
  const backend = functionBackend(
    async ({ x }) => {
      if (++calls > 7) throw unavailable()
      return answers(x.data)
    },
    { inputs: [signal], itemsPerCall: 4 },
  )
  const model = await backend.load("fails")
  const error = await explain({ ...base, model }).catch((error: PamiError) => error)
  // Five calls belong to the checks before the sweep; two calls of four items were swept.
  expect(error).toMatchObject({
    code: "MODEL_FAILED",
    message: "after 8 passes: the function failed on items 1 to 4 of 4 (x [4, 5, 6]): HTTP 503",
    partial: { passes: 8, complete: false },
  })
})

/** A text as an input of words, in which a masked word reads "_". */
function words(text: string): Input {
  const all = text.split(" ")
  return {
    grids: [{ name: "text", shape: [all.length], start: 0, labels: all }],
    digest: "sha256:words",
    settings: {},
    tensors: [{ name: "text", dtype: "string", shape: [null] }],
    open(slots) {
      const masked = all.map(() => "_")
      const texts = Array.from({ length: slots }, () => masked.join(" "))
      return {
        preserve(slot: number, part: Part) {
          const shown = [...masked]
          for (let i = 0; i < part.length; i += 2)
            for (let word = part[i]; word < part[i + 1]; word++) shown[word] = all[word]
          texts[slot] = shown.join(" ")
        },
        feeds: (count) => ({ text: { dtype: "string", shape: [count], data: texts.slice(0, count) } }),
        close() {},
      }
    },
  }
}
