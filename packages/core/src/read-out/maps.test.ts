import { expect, test } from "vitest"
import { minMax, onGrid, peak } from "../index.ts"

test("the peak is the first unit of the highest value; a map without values has none", () => {
  expect(peak(Float32Array.of(NaN, 1, 3, 3, 2))).toBe(2)
  expect(peak(Float32Array.of(-5, -2, -9))).toBe(1)
  expect(peak(Float32Array.of(NaN, NaN))).toBe(-1)
  expect(peak([])).toBe(-1)
})

test("relative importance runs from 0 to 1, also of negative values", () => {
  expect([...minMax(Float32Array.of(-3, NaN, -1, -2))]).toEqual([0, NaN, 1, 0.5])
  expect([...minMax(Float32Array.of(4, NaN, 4))]).toEqual([0, NaN, 0])
})

test("a map over all units has that of each grid as a view", () => {
  const map = Float32Array.of(1, 2, 3, 4, 5, 6, 7)
  const words = onGrid(map, { name: "words", start: 4, shape: [3] })
  expect([...words]).toEqual([5, 6, 7])
  expect(words.buffer).toBe(map.buffer)
  expect([...onGrid(map, { name: "image", start: 0, shape: [2, 2] })]).toEqual([1, 2, 3, 4])
})
