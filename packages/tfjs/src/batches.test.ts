import type { Tensor } from "@pami/core"
import { expect, test } from "vitest"
import { batches, join } from "./batches.ts"

const items = (...values: number[]): Tensor => ({
  dtype: "float32",
  shape: [values.length, 1],
  data: Float32Array.from(values),
})

test("batches have one size, the last one padded with its last item", () => {
  const cut = [...batches([items(1, 2, 3, 4, 5)], 2)]
  expect(cut).toEqual([[items(1, 2)], [items(3, 4)], [items(5, 5)]])
})

test("padding is cut off the outputs", () => {
  const outputs = [{ y: items(10, 20) }, { y: items(30, 99) }]
  expect(join(outputs, 3, 2)).toEqual({ y: items(10, 20, 30) })
})

test("texts are padded too", () => {
  const [[texts]] = batches([{ dtype: "string", shape: [1], data: ["a"] }], 2)
  expect(texts).toEqual({ dtype: "string", shape: [2], data: ["a", "a"] })
})

test("inputs with different numbers of items are refused", () => {
  expect(() => [...batches([items(1, 2), items(1)], 2)]).toThrow("the same number of items, from 1: got 2, 1")
  expect(() => [...batches([items()], 2)]).toThrow("from 1: got 0")
})

test("outputs without an entry for each item are refused", () => {
  expect(() => join([{ y: items(1) }], 2, 2)).toThrow(
    'output "y" has 1 entries on axis 0 for a batch of 2 items',
  )
})
