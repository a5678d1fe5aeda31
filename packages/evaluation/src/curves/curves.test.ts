import { classProbability } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { linearModel, model, plainInput } from "../../test/fixtures.ts"
import { evaluator } from "../asking/evaluator.ts"
import { createMetric } from "../metrics.ts"
import { deletion, insertion } from "./insertion.ts"
import { minimalRegion } from "./minimal-region.ts"
import { allButMostImportant, growingParts, mostImportant, orderUnits } from "./ranking.ts"
import { curveArea, curveSteps } from "./steps.ts"

const target = classProbability({ activation: "none" })

// Unit i of n weighs 2 (n - i) / (n (n + 1)), i from 0: the first k units weigh k (2n + 1 - k) / (n (n + 1)).
const n = 40
const weights = Float64Array.from({ length: n }, (_, unit) => (2 * (n - unit)) / (n * (n + 1)))

/** Judges one map of a linear model over zeros. */
async function judgeOf(units: readonly number[], weights: Float64Array) {
  const input = plainInput(units, new Float32Array(weights.length).fill(1))
  return await evaluator({ model: linearModel(units, weights), target, baselines: { black: input } })
}

test("the insertion and deletion curves of a linear model have the areas of their closed form", async () => {
  const judge = await judgeOf([n], weights)
  const metrics = [insertion({ baseline: "black", step: 1 }), deletion({ baseline: "black", step: 1 })]
  const [inserted, deleted] = await judge.evaluate([{ name: "ours", map: weights }], metrics)
  expect(inserted.value).toBeCloseTo((4 * n - 1) / (6 * n), 6)
  expect(deleted.value).toBeCloseTo((2 * n + 1) / (6 * n), 6)
  for (const [k, score] of inserted.curve!.scores.entries()) {
    expect(inserted.curve!.shares[k]).toBe(k / n)
    expect(score).toBeCloseTo((k * (2 * n + 1 - k)) / (n * (n + 1)), 6)
  }
  judge.close()
})

test("a step of two units gives trapezoids twice as wide, the last one shorter", async () => {
  const judge = await judgeOf([5], Float64Array.of(0.4, 0.3, 0.2, 0.1, 0))
  const [{ value, curve }] = await judge.evaluate(
    [{ name: "ours", map: [5, 4, 3, 2, 1] }],
    [insertion({ baseline: "black", step: 2 })],
  )
  expect(curve!.shares).toEqual([0, 0.4, 0.8, 1])
  expect(value).toBeCloseTo(0.4 * 0.35 + 0.4 * 0.85 + 0.2 * 1, 6)
  judge.close()
})

test("a curve starts at the score of its baseline", async () => {
  const dark = plainInput([4], Float32Array.of(1, 1, 1, 1))
  const grey = plainInput([4], Float32Array.of(1, 1, 1, 1), new Float32Array(4).fill(0.5))
  const judge = await evaluator({
    model: linearModel([4], new Float64Array(4).fill(0.25)),
    target,
    baselines: { dark, grey },
  })
  const metrics = ["insertion:dark", "insertion:grey", "deletion:grey"].map(createMetric)
  const results = await judge.evaluate([{ name: "ours", map: [4, 3, 2, 1] }], metrics)
  expect(results.map(({ curve }) => curve!.scores)).toEqual([
    [0, 0.25, 0.5, 0.75, 1],
    [0.5, 0.625, 0.75, 0.875, 1],
    [1, 0.875, 0.75, 0.625, 0.5],
  ])
  expect(results.map(({ value }) => value)).toEqual([0.5, 0.75, 0.75])
  judge.close()
})

test("maps are judged for the target that they explain", async () => {
  const judge = await judgeOf([2], Float64Array.of(0.75, 0.25))
  const results = await judge.evaluate(
    [
      { name: "first", map: [1, 0], target: 0 },
      { name: "second", map: [1, 0], target: 1 },
    ],
    [insertion({ baseline: "black" })],
  )
  expect(results.map(({ value }) => value)).toEqual([0.625, 0.375])
  judge.close()
})

test("a map of equal values inserts its units in their order, and a single unit is a straight line", async () => {
  const judge = await judgeOf([2], Float64Array.of(1, 0))
  const [flat, empty] = await judge.evaluate(
    [
      { name: "flat", map: [3, 3] },
      { name: "empty", map: [NaN, NaN] },
    ],
    [insertion({ baseline: "black" })],
  )
  expect(flat.curve!.scores).toEqual([0, 1, 1])
  expect(empty.curve!.scores).toEqual([0, 1, 1])
  judge.close()
  const one = await judgeOf([1], Float64Array.of(1))
  const [line] = await one.evaluate([{ name: "one", map: [0] }], [insertion({ baseline: "black" })])
  expect(line.value).toBe(0.5)
  one.close()
})

test("the minimal region is the share of units that first keeps the score, to a sixteenth of a step", async () => {
  const units = [1000]
  const input = plainInput(units, new Float32Array(1000).fill(1))
  const half = model(units, (item) => (item.reduce((sum, value) => sum + value, 0) >= 437 ? 0.8 : 0.1))
  const judge = await evaluator({ model: half, target, baselines: { black: input } })
  const map = Float32Array.from({ length: 1000 }, (_, unit) => -unit)
  const [{ value }] = await judge.evaluate([{ name: "ours", map }], [minimalRegion({ baseline: "black" })])
  // Steps of about 18 units, refined to about 1.
  expect(value! * 1000).toBeGreaterThanOrEqual(437)
  expect(value! * 1000).toBeLessThanOrEqual(439)
  judge.close()
})

test("the minimal region is empty if the baseline keeps the score", async () => {
  const input = plainInput([4], new Float32Array(4).fill(1))
  const judge = await evaluator({ model: model([4], () => 0.5), target, baselines: { black: input } })
  const [{ value }] = await judge.evaluate(
    [{ name: "ours", map: [1, 2, 3, 4] }],
    [minimalRegion({ baseline: "black" })],
  )
  expect(value).toBe(0)
  judge.close()
})

test("ties are ordered by unit number, and units without a value come last", () => {
  expect([...orderUnits([1, NaN, 3, 1, 3, -4])]).toEqual([2, 4, 0, 3, 5, 1])
  expect([...orderUnits([NaN, -Infinity, NaN])]).toEqual([0, 1, 2])
  expect([...orderUnits([-0, 0, -1e-300, 1e300, Infinity, -0])]).toEqual([4, 3, 0, 1, 5, 2])
  expect([...orderUnits([])]).toEqual([])
})

test("the most important units and the rest share the units among them", () => {
  const order = orderUnits([5, 1, 4, 3, 2])
  expect([...mostImportant(order, 3)]).toEqual([0, 1, 2, 4])
  expect([...allButMostImportant(order, 3)]).toEqual([1, 2, 4, 5])
  expect([...mostImportant(order, 0)]).toEqual([])
  expect([...mostImportant(order, 5)]).toEqual([0, 5])
})

test("numbers of any size are in the order in which the platform sorts them", () => {
  const next = random(3)
  const values = Float64Array.from(
    { length: 2000 },
    () => (next() - 0.5) * 10 ** Math.floor(600 * next() - 300),
  )
  const sorted = values.toSorted().toReversed()
  expect(Float64Array.from(orderUnits(values), (unit) => values[unit])).toEqual(sorted)
})

test("parts that grow are those of each count", () => {
  const next = random(1)
  const order = orderUnits(Float32Array.from({ length: 30 }, next))
  const counts = [0, 1, 2, 5, 5, 17, 29, 30]
  expect([...growingParts(order, counts)]).toEqual(counts.map((count) => mostImportant(order, count)))
  expect([...growingParts(order, counts, true)]).toEqual(
    counts.map((count) => allButMostImportant(order, count)),
  )
})

test("curves have equal steps; 224 pixels a step are the 225 scores of the authors", () => {
  expect(curveSteps(224 * 224).slice(0, 3)).toEqual([0, 896, 1792])
  expect(curveSteps(224 * 224, { step: 224 })).toHaveLength(225)
  expect(curveSteps(3, { points: 57 })).toEqual([0, 1, 2, 3])
  expect(curveSteps(5, { step: 2 })).toEqual([0, 2, 4, 5])
  expect(() => insertion({ points: 1 })).toThrow(RangeError)
  expect(() => deletion({ step: 0 })).toThrow(RangeError)
  expect(() => minimalRegion({ keep: 0 })).toThrow(RangeError)
})

test("areas are means over the share of units", () => {
  expect(curveArea({ shares: [0, 1], scores: [0, 1] })).toBe(0.5)
  expect(curveArea({ shares: [0, 0.25, 1], scores: [1, 0, 0] })).toBe(0.125)
})
