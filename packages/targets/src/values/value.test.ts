import { expect, test } from "vitest"
import { bind, refusal, scoresOf, tensor } from "../../test/bind.ts"
import { value, valueFormat } from "./value.ts"

test("each number of each output is a target with its sign and name", async () => {
  const outputs = { age: tensor([1, 1], [34.5]), pose: tensor([1, 3], [-12, 4, 0.5]) }
  const bound = await bind(value({ unit: "degrees" }), outputs)
  expect(bound.scale).toEqual({ unit: "value" })
  expect(bound.settings).toMatchObject({ unit: "degrees" })
  expect(bound.targets.map(({ label, score }) => `${label}: ${score}`)).toEqual([
    "age: 34.5",
    "pose [0]: -12",
    "pose [1]: 4",
    "pose [2]: 0.5",
  ])
  const two = { age: tensor([2, 1], [1, 2]), pose: tensor([2, 3], [1, 2, 3, 4, 5, 6]) }
  expect(scoresOf(bound, two, 2)).toEqual([
    [1, 1, 2, 3],
    [2, 4, 5, 6],
  ])
})

test("an output, positions and labels are chosen", async () => {
  const outputs = { a: tensor([1, 1], [1]), pose: tensor([1, 3], [-12, 4, 0.5]) }
  const bound = await bind(value({ output: "pose", index: [2, 0], label: ["roll", "yaw"] }), outputs)
  expect(bound.targets.map(({ label, score }) => `${label}: ${score}`)).toEqual(["roll: 0.5", "yaw: -12"])
  expect(bound.preferred).toBe(0)
})

test("outputs without values, unknown names and positions are refused", async () => {
  const outputs = { y: tensor([1, 2], [1, 2]) }
  expect(await refusal(() => bind(value({ output: "z" }), outputs))).toMatchObject({
    code: "OUTPUT_NOT_FOUND",
  })
  expect(await refusal(() => bind(value({ index: 2 }), outputs))).toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
  expect(await refusal(() => bind(value(), { y: tensor([1, 2], [1, NaN]) }))).toMatchObject({
    code: "OUTPUT_NOT_FINITE",
  })
  const map = { y: tensor([1, 1, 20, 20], new Float32Array(400)) }
  expect(await refusal(() => bind(value(), map))).toMatchObject({ code: "OUTPUT_UNSUITABLE" })
})

test("one number alone is clearly a value", () => {
  const info = (shape: (number | null)[]) => [{ name: "y", dtype: "float32", shape }] as const
  expect(valueFormat(info([null, 1]))).toMatchObject([{ clear: true }])
  expect(valueFormat(info([null, 3]))).toMatchObject([{ clear: false }])
  expect(valueFormat(info([null, 1000]))).toEqual([])
})
