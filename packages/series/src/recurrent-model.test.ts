import { contractVersion, type Model, type Tensors } from "@pami/core"
import { expect, test } from "vitest"
import { errorOf } from "../test/fixtures.ts"
import { recurrentModel, type RecurrentModelOptions } from "./index.ts"

const float = (shape: number[], data: number[]) =>
  ({ dtype: "float32", shape, data: Float32Array.from(data) }) as const

/** Gives the sum of all that it has heard, times its gain; its state is [N, 1, 2]: the sum, and the calls. */
function summer(batchAxis: 0 | 1 = 0): { model: Model; calls: Tensors[] } {
  const calls: Tensors[] = []
  const model: Model = {
    contract: contractVersion,
    backend: "function",
    inputs: [
      { name: "state", dtype: "float32", shape: [null, 1, 2] },
      { name: "gain", dtype: "float32", shape: [null] },
      { name: "x", dtype: "float32", shape: [null, null] },
    ],
    outputs: [
      { name: "next", dtype: "float32", shape: [null, 1, 2] },
      { name: "y", dtype: "float32", shape: [null, 1] },
    ],
    limits: { preferredBatch: 8 },
    digest: "sha256:summer",
    settings: { device: "none" },
    async run(feeds) {
      const tensors = feeds as Tensors
      calls.push(tensors)
      const [items, width] = tensors["x"].shape
      const [x, state, gain] = ["x", "state", "gain"].map((name) => tensors[name].data as Float32Array)
      const sums = Array.from({ length: items }, (_, item) =>
        x.subarray(item * width, (item + 1) * width).reduce((sum, value) => sum + value, state[2 * item]),
      )
      return {
        next: float(
          batchAxis === 0 ? [items, 1, 2] : [1, items, 2],
          sums.flatMap((sum, item) => [sum, state[2 * item + 1] + 1]),
        ),
        y: float(
          [items, 1],
          sums.map((sum, item) => sum * gain[item]),
        ),
      }
    },
    async dispose() {},
  }
  return { model, calls }
}

const options: RecurrentModelOptions = {
  chunk: 2,
  state: { state: "next" },
  others: { gain: float([], [10]) },
}
const two = float([2, 5], [1, 2, 3, 4, 5, 1, 1, 1, 1, 1])

test("chunks run one after the other, and each item keeps its state", async () => {
  const { model, calls } = summer()
  const whole = recurrentModel(model, options)
  expect(whole.inputs).toEqual([{ name: "x", dtype: "float32", shape: [null, null] }])
  const { y } = await whole.run({ x: two })
  expect([y.shape, [...y.data]]).toEqual([
    [2, 3],
    [30, 100, 150, 20, 40, 50],
  ])
  // The first call, of silence, finds the axis of the batch in the state.
  expect(calls.slice(1).map(({ state }) => [...state.data])).toEqual([
    [0, 0, 0, 0],
    [3, 1, 2, 1],
    [10, 2, 4, 2],
  ])
  expect(calls.slice(1).map(({ x }) => [...x.data])).toEqual([
    [1, 2, 1, 1],
    [3, 4, 1, 1],
    [5, 0, 1, 0],
  ])
  expect(whole.settings).toMatchObject({ device: "none", recurrent: { chunk: 2, context: 0, over: "each" } })
})

test("a state whose batch is not axis 0 of the output keeps its items apart", async () => {
  const { y } = await recurrentModel(summer(1).model, options).run({ x: two })
  expect([...y.data]).toEqual([30, 100, 150, 20, 40, 50])
})

test("an output that cannot become the state is refused", async () => {
  const whole = recurrentModel(summer().model, { ...options, state: { state: "y" }, output: "next" })
  expect(await errorOf(() => whole.run({ x: two }))).toMatch(/^SHAPE_MISMATCH: the state state has the shape/)
})

test("the context before each chunk is the end of the one before", async () => {
  const { model, calls } = summer()
  await recurrentModel(model, { ...options, context: 1 }).run({ x: float([1, 4], [1, 2, 3, 4]) })
  expect(calls.slice(1).map(({ x }) => [...x.data])).toEqual([
    [0, 1, 2],
    [2, 3, 4],
  ])
})

test("the outputs of the chunks are summed up on request", async () => {
  for (const [over, expected] of [
    ["mean", [280 / 3, 110 / 3]],
    ["max", [150, 50]],
    ["last", [150, 50]],
  ] as const) {
    const { y } = await recurrentModel(summer().model, { ...options, over }).run({ x: two })
    expect([y.shape, [...y.data]]).toEqual([[2, 1], expected.map(Math.fround)])
  }
})

test("names that the model does not have are refused with those that it has", async () => {
  const { model } = summer()
  const of = (changed: Partial<RecurrentModelOptions>) =>
    errorOf(() => recurrentModel(model, { ...options, ...changed }))
  expect(await of({ state: { memory: "next" } })).toContain(
    "the model has no input memory; it has state, gain, x",
  )
  expect(await of({ output: "z" })).toContain("the model has no output z; it has next, y")
  expect(await of({ chunk: 0 })).toContain("chunk is a whole number")
  expect(await of({ context: 3 })).toContain("context one of at most the chunk")
})
