import { expect, test } from "vitest"
import { bytes, className, count, duration, percent, rate, value } from "../../src/ui/logic/format.ts"

test("probabilities in per cent, the ends told from what lies just inside", () => {
  expect([0, 0.0004, 0.6213, 0.99999, 1, 1 + 1e-7, NaN].map(percent)).toEqual([
    "0.0 %",
    "< 0.1 %",
    "62.1 %",
    "> 99.9 %",
    "100.0 %",
    "100.0 %",
    "–",
  ])
  // Logits that are taken for probabilities.
  expect([-1.687, 1.019].map(percent)).toEqual(["−1.69", "1.02"])
})

test("values of a map have three digits and a true minus sign", () => {
  expect([0, 0.62345, -0.0345, 0.0000123, 123456].map(value)).toEqual([
    "0",
    "0.623",
    "−0.0345",
    "1.2e−5",
    "1.2e5",
  ])
})

test("counts, rates, times and sizes as people say them", () => {
  expect([7, 5918, 1234567].map(count)).toEqual(["7", "5\u202f918", "1\u202f234\u202f567"])
  expect([3.14, 141.59].map(rate)).toEqual(["3.1", "142"])
  expect([0.2, 41.6, 90, 3600, 4200].map(duration)).toEqual(["< 1 s", "42 s", "2 min", "1 h", "1 h 10 min"])
  expect([12, 133583, 250e6, 3.1e9].map(bytes)).toEqual(["12 bytes", "134 kB", "250 MB", "3.1 GB"])
})

test("a class goes by its first name, or by its number", () => {
  expect(className("tabby, tabby cat", 281)).toBe("tabby")
  expect([className(null, 3), className("", 4)]).toEqual(["class 3", "class 4"])
})
