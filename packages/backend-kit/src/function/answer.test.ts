import type { Model, PamiError } from "@pami/core"
import { expect, test, vi } from "vitest"
import { firsts, inputs, numbered, unavailable, x } from "../../test/function-backend.ts"
import { functionBackend } from "../function-backend.ts"

const load = (compute: () => unknown, options: object = {}): Promise<Model> =>
  functionBackend(compute as never, { inputs, ...options }).load("1")

test("a function may change its batch: neither the caller nor the next attempt sees that", async () => {
  const seen: number[] = []
  const backend = functionBackend(
    ({ x }) => {
      seen.push(x.data[0])
      x.data.fill(9)
      if (seen.length === 1) throw unavailable()
      return firsts(x.data)
    },
    { inputs, retries: 1, retryDelay: 0 },
  )
  const fed = numbered(2)
  fed.x.data[0] = 5
  await (await backend.load("1")).run(fed)
  expect(seen).toEqual([5, 5])
  expect(Array.from(fed.x.data as Float32Array)).toEqual([5, 0, 0, 0, 1, 0, 0, 0])
})

test("outputs stay as they are when the function reuses its array", async () => {
  const data = new Float32Array(1)
  const backend = functionBackend(
    ({ x }) => {
      data[0] = x.data[0]
      return { y: { dtype: "float32", shape: [1, 1], data } }
    },
    { inputs, outputs: [{ name: "y", dtype: "float32", shape: [null, 1] }], itemsPerCall: 1 },
  )
  const model = await backend.load("1")
  const first = await model.run(numbered(3))
  await model.run(numbered(1))
  expect(first.y).toEqual({ dtype: "float32", shape: [3, 1], data: Float32Array.of(0, 1, 2) })
})

test("several inputs and outputs have names", async () => {
  const backend = functionBackend(
    ({ label, x }) => ({
      length: { dtype: "int32", shape: [x.shape[0]], data: Int32Array.from(label.data, (t) => t.length) },
      double: { dtype: "float64", shape: [...x.shape], data: Float64Array.from(x.data, (v) => 2 * v) },
    }),
    {
      inputs: [{ name: "label", dtype: "string", shape: [null] }, x],
      outputs: [
        { name: "double", dtype: "float64", shape: [null, 4] },
        { name: "length", dtype: "int32", shape: [null] },
      ],
      itemsPerCall: 2,
    },
  )
  const label = { dtype: "string", shape: [3], data: ["a", "bc", ""] } as const
  const outputs = await (await backend.load("1")).run({ ...numbered(3), label })
  expect(outputs.length).toEqual({ dtype: "int32", shape: [3], data: Int32Array.of(1, 2, 0) })
  expect(outputs.double.data).toEqual(Float64Array.of(0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0))
})

const scores = { name: "scores", dtype: "float32", shape: [null, 2] }
const tensor = { dtype: "float32", shape: [2, 2], data: new Float32Array(4) }
test.each([
  [null, {}, "expected a list of scores for each item, or tensors by name, got null"],
  [[[1], [2], [3]], {}, "3 rows for 2 items"],
  [[[1, 2], [3]], {}, "row 2 has 1 scores, the first row 2"],
  [[0.5, 0.5], {}, "row 1 is 0.5, not a list of scores; a single score is [score]"],
  [[[], []], {}, "row 1 has no scores"],
  [[[1], ["0.5"]], {}, "score 1 of row 2 is 0.5, not a number"],
  [[[null], [1]], {}, "score 1 of row 1 is null, not a number"],
  [[[1], [2]], { outputs: [scores] }, 'output "scores" is declared as [N, 2], got [2, 1]'],
  [[[1], [2]], { outputs: [scores, { ...scores, name: "z" }] }, "return tensors by name"],
  [{ error: "quota" }, {}, 'it has error; output "scores" is missing'],
  [{ scores: [[1], [2]] }, {}, 'output "scores" is not a float32 tensor'],
  [{ scores: { ...tensor, data: new Float64Array(4) } }, {}, 'output "scores" is not a float32 tensor'],
  [{ scores: { ...tensor, shape: [2, 3] } }, {}, "[2, 3] needs 6 elements"],
])("an answer that does not fit is refused without a retry: %j", async (answer, options, message) => {
  const compute = vi.fn(() => answer)
  const model = await load(compute, { ...options, retries: 3 })
  const error = await model.run(numbered(2)).catch((error: PamiError) => error)
  expect(error).toMatchObject({ code: "MODEL_FAILED", message: expect.stringContaining(message) })
  expect(error).toMatchObject({ message: expect.stringContaining("items 1 to 2 of 2 (x [2, 4])") })
  expect(compute).toHaveBeenCalledTimes(1)
})

test("answers of one run with rows of different lengths are refused", async () => {
  let width = 1
  const model = await load(() => [Array.from({ length: width++ }, () => 0)], { itemsPerCall: 1 })
  await expect(model.run(numbered(2))).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: expect.stringContaining("has the shapes [1, 1] and [1, 2]"),
  })
})

test("feeds that do not fit are refused", async () => {
  const model = await load(() => [[1]])
  const wide = { dtype: "float32", shape: [1, 5], data: new Float32Array(5) } as const
  await expect(model.run({ x: wide })).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
  await expect(model.run({ x: { ...wide, shape: [0, 4], data: new Float32Array() } })).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining("x [0, 4]"),
  })
  await expect(model.run({ z: wide })).rejects.toMatchObject({ code: "INPUT_NOT_FOUND" })
})
