import { expect, test } from "vitest"
import type { Measurement, Subject } from "../contracts/metric.ts"
import { createMetric } from "../metrics.ts"
import { rankCorrelation } from "../statistics/correlation.ts"
import { addNoise } from "./correlations.ts"

function measure(name: string, subject: Omit<Subject, "shape">): number {
  const metric = createMetric(name)
  return (metric.measure({ shape: [subject.map.length], ...subject }) as Measurement).value
}

test("sparseness is the Gini index", () => {
  expect(measure("sparseness", { map: [0, 0, 5, 0] })).toBe(0.75)
  expect(measure("sparseness", { map: [2, 2, 2] })).toBe(0)
  expect(measure("sparseness", { map: [0, 0] })).toBe(0)
  expect(measure("sparseness", { map: [NaN, -1, 3, 0] })).toBeCloseTo((3 * 3 + 1 * 1) / (4 * 4), 12)
})

test("stability is the mean rank correlation with the maps of changed inputs", () => {
  const map = [1, 2, 3]
  expect(measure("stability", { map, changedMaps: [[10, 20, 90]] })).toBeCloseTo(1, 12)
  const changedMaps = [
    [1, 2, 4],
    [3, 2, 1],
    [1, 1, 1],
  ]
  expect(measure("stability", { map, changedMaps })).toBeCloseTo(0, 12)
  expect(() => measure("stability", { map, changedMaps: [] })).toThrow("maps of slightly changed inputs")
  expect(() => measure("stability", { map, changedMaps: [[1, 2]] })).toThrow("not of one input")
})

test("sanity is the correlation with the map of another model, in either direction, and of another target", () => {
  expect(measure("randomised-model", { map: [1, 2, 3], randomisedMap: [3, 2, 1] })).toBeCloseTo(1, 12)
  expect(measure("other-target", { map: [1, 2, 3], otherMap: [3, 2, 1] })).toBeCloseTo(-1, 12)
  expect(measure("randomised-model", { map: [1, 2, 3], randomisedMap: [0, 0, 0] })).toBe(0)
})

test("rank correlation looks at the order alone", () => {
  expect(rankCorrelation([1, 2, 3], [10, 100, 1000])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
  expect(rankCorrelation([1, 1, 2], [1, 1, 2])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 1, 2], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 12)
  expect(rankCorrelation([1, NaN, 2, 3], [1, 9, 2, 3])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2], [5, 5])).toBeNaN()
})

test("noise is seeded, small and inside its range", () => {
  const values = Float32Array.of(0, 0.5, 1)
  const changed = addNoise(values, { seed: 3, amount: 0.1 })
  expect(changed).toEqual(addNoise(values, { seed: 3, amount: 0.1 }))
  expect(changed).not.toEqual(addNoise(values, { seed: 4, amount: 0.1 }))
  expect(changed.every((value, at) => value >= 0 && value <= 1 && Math.abs(value - values[at]) <= 0.1)).toBe(
    true,
  )
  expect(() => addNoise(values, { seed: 1, amount: 0 })).toThrow(RangeError)
})
