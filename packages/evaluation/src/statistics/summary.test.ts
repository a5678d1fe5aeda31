import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { pairedDifference, summarize } from "./summary.ts"

const observe = (values: readonly number[]) => values.map((value) => ({ value }))

test("the interval is that of a mean of many normal values, and the same for a seed", () => {
  const next = random(5)
  // Twelve uniform numbers have a variance of 1.
  const values = Array.from(
    { length: 400 },
    () => Array.from({ length: 12 }, next).reduce((a, b) => a + b) - 6,
  )
  const { mean, low, high, count } = summarize(observe(values))
  expect(count).toBe(400)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400)
  // Two per cent of the ends of 10,000 resamples are chance.
  expect((mean - low) / (deviation / 20)).toBeCloseTo(1.96, 0)
  expect((high - mean) / (deviation / 20)).toBeCloseTo(1.96, 0)
  expect(summarize(observe(values))).toEqual({ mean, low, high, count })
  expect(summarize(observe(values), { seed: 2 })).not.toEqual({ mean, low, high, count })
  expect(summarize(observe(values), { level: 0.5 }).low).toBeGreaterThan(low)
})

test("equal values have an interval of no width; without values there is a mean of NaN", () => {
  expect(summarize(observe([2, 2, 2]))).toEqual({ count: 3, mean: 2, low: 2, high: 2 })
  expect(summarize([])).toEqual({ count: 0, mean: NaN, low: NaN, high: NaN })
})

test("a mean over classes gives each class the same weight", () => {
  const hits = [
    { value: 1, class: "dog" },
    { value: 1, class: "dog" },
    { value: 1, class: "dog" },
    { value: 0, class: "cat" },
  ]
  expect(summarize(hits).mean).toBe(0.75)
  expect(summarize(hits, { average: "classes" }).mean).toBe(0.5)
})

test("the difference of pairs is significant where that of the means is not", () => {
  const first = [0.1, 0.5, 0.9, 0.3, 0.7]
  const second = first.map((value) => value - 0.01)
  const { mean, low, high, count } = pairedDifference(
    [...observe(first), null, { value: 5 }],
    [...observe(second), { value: 9 }, null],
  )
  expect(count).toBe(5)
  expect(mean).toBeCloseTo(0.01, 12)
  expect(low).toBeGreaterThan(0)
  expect(high).toBeCloseTo(0.01, 12)
  expect(summarize(observe(first)).low).toBeLessThan(summarize(observe(second)).mean)
})

test("options out of range and lists of different inputs are refused", () => {
  expect(() => summarize([], { level: 1 })).toThrow(RangeError)
  expect(() => summarize([], { resamples: 10 })).toThrow(RangeError)
  expect(() => pairedDifference([null], [])).toThrow(RangeError)
})
