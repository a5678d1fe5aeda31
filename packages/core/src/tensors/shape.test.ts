import { expect, test } from "vitest"
import { formatShape, grouped, sizeOf } from "../tensor.ts"

test("a shape is written with N for a free batch, and ? for any other free axis", () => {
  expect(formatShape([null, 3, null])).toBe("[N, 3, ?]")
  expect(formatShape([2, 0])).toBe("[2, 0]")
  expect(formatShape([])).toBe("[]")
})

test("a shape has the product of its lengths as elements: a scalar has one", () => {
  expect([sizeOf([2, 3, 4]), sizeOf([5, 0]), sizeOf([])]).toEqual([24, 0, 1])
})

test("digits of large numbers come in groups of three", () => {
  expect([7, 123, 1444, 1234567].map(grouped)).toEqual(["7", "123", "1,444", "1,234,567"])
})
