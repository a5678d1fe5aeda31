import { expect, test } from "vitest"
import { denseInput } from "../index.ts"
import { encode } from "../tensor.ts"
import type { DType, Tensor } from "../index.ts"

const original = Float32Array.of(10, 20, 30, 40, 50, 60)
const baseline = Float32Array.of(0, 0, 0, 100, 100, 100)
const inputOf = (dtype: DType) =>
  denseInput({ name: "x", dtype, units: [3], planes: 2, inner: 1, shape: [2, 3], original, baseline })

for (const dtype of ["float32", "float16", "float64", "uint8", "int8"] as const)
  test(`${dtype}: shares mix units with their baseline; the next part masks them all`, () => {
    const writer = inputOf(dtype).open(2)
    const slot = (index: number) => [...(writer.feeds(1, index)["x"] as Tensor).data]
    const values = (...numbers: number[]) => [...encode(dtype, Float32Array.from(numbers))]
    writer.blend!(1, Float32Array.of(0, 0.5, 1))
    expect(slot(1)).toEqual(values(0, 10, 30, 100, 75, 60))
    expect(slot(0)).toEqual(values(...baseline))
    writer.preserve(1, Int32Array.of(0, 1))
    expect(slot(1)).toEqual(values(10, 0, 0, 40, 100, 100))
    writer.blend!(1, Float32Array.of(1, 1, 1))
    expect(slot(1)).toEqual(values(...original))
  })

test("tokens cannot be mixed", () => {
  for (const dtype of ["int64", "int32", "bool"] as const)
    expect(inputOf(dtype).open(1).blend).toBeUndefined()
})

test("a variant is loaded before it is mixed, over its own baseline", async () => {
  const input = denseInput({
    name: "x",
    units: [2],
    planes: 1,
    inner: 1,
    shape: [2],
    original: Float32Array.of(1, 1),
    baseline: new Float32Array(2),
    variants: [
      {
        name: "brighter",
        settings: {},
        values: () => ({ shape: [2], channels: 1, data: Float32Array.of(4, 4) }),
        make: () => ({ original: Float32Array.of(4, 4), baseline: Float32Array.of(2, 2) }),
      },
    ],
  })
  const writer = input.open(1)
  expect(() => writer.blend!(0, Float32Array.of(1, 1), 1)).toThrow("load variant 1")
  await writer.load!(1)
  writer.blend!(0, Float32Array.of(0, 0.5), 1)
  expect([...(writer.feeds(1)["x"] as Tensor).data]).toEqual([2, 3])
  writer.preserve(0, Int32Array.of(0, 1))
  expect([...(writer.feeds(1)["x"] as Tensor).data]).toEqual([1, 0])
})
