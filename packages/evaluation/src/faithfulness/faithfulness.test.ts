import { classProbability } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { linearModel, model, plainInput } from "../../test/fixtures.ts"
import { evaluator, type NamedMap } from "../asking/evaluator.ts"
import type { Metric } from "../contracts/metric.ts"
import { averageDrop, increase } from "./average-drop.ts"
import { fFidelity } from "./f-fidelity.ts"
import { infidelity } from "./infidelity.ts"
import { randomBox, randomSet } from "./random-parts.ts"
import { sensitivityN } from "./sensitivity-n.ts"

const target = classProbability({ activation: "none" })

/** Measures maps of a linear model of an image of ones over zeros. */
async function measure(
  shape: readonly number[],
  weights: Float64Array,
  maps: readonly ArrayLike<number>[],
  metrics: readonly Metric[],
) {
  const input = plainInput(shape, new Float32Array(weights.length).fill(1))
  const judge = await evaluator({ model: linearModel(shape, weights), target, baselines: { black: input } })
  const named = maps.map((map, at): NamedMap => ({ name: String(at), map }))
  const results = await judge.evaluate(named, metrics)
  judge.close()
  return { values: results.map(({ value, reason }) => value ?? reason!.code), passes: judge.passes }
}

const next = random(11)
const weights = Float64Array.from({ length: 48 }, () => next() / 24)
const other = Float64Array.from({ length: 48 }, () => next())

test("the input times its map loses the weights of what the map leaves out", async () => {
  const { values, passes } = await measure(
    [3],
    Float64Array.of(0.5, 0.3, 0.2),
    [
      [4, 0, 2],
      [1, NaN, 1],
      [7, 7, 7],
    ],
    [averageDrop(), increase()],
  )
  for (const [at, expected] of [0.4, 0, 1, 0, 1, 0].entries()) expect(values[at]).toBeCloseTo(expected, 6)
  // Both metrics read the same score.
  expect(passes).toBe(3)
})

test("confidence increases if the map leaves out what speaks against the class", async () => {
  const metrics = [averageDrop(), increase()]
  const { values } = await measure([2], Float64Array.of(1, -0.25), [[1, 0]], metrics)
  expect(values).toEqual([0, 1])
})

test("inputs that cannot be mixed have a reason", async () => {
  const words = plainInput([2], Float32Array.of(1, 1))
  const unmixed = {
    ...words,
    open: (slots: number) => {
      const { blend: _, ...writer } = words.open(slots)
      return writer
    },
  }
  const judge = await evaluator({
    model: model([2], (item) => item[0]),
    target,
    baselines: { black: unmixed },
  })
  const [result] = await judge.evaluate([{ name: "ours", map: [1, 0] }], [averageDrop()])
  expect(result.reason!.code).toBe("UNITS_NOT_BLENDED")
  judge.close()
})

test("the weights of a linear model are without infidelity, in any unit; its boxes are asked once for all maps", async () => {
  const maps = [weights, weights.map((weight) => -7 * weight), other, new Float64Array(48)]
  const { values, passes } = await measure([6, 8], weights, maps, [infidelity()])
  expect(values[0]).toBeCloseTo(0, 12)
  expect(values[1]).toBeCloseTo(0, 12)
  expect(values[2]).toBeGreaterThan(1e-4)
  expect(values[3]).toBeGreaterThan(values[2] as number)
  expect(passes).toBe(50)
})

test("the weights of a linear model correlate with its drops for every n", async () => {
  const maps = [weights, weights.map((weight) => -weight), new Float64Array(48).fill(3), other]
  const { values, passes } = await measure([48], weights, maps, [sensitivityN()])
  expect(values[0]).toBeCloseTo(1, 6)
  expect(values[1]).toBeCloseTo(-1, 6)
  expect(values[2]).toBe(0)
  expect(Math.abs(values[3] as number)).toBeLessThan(0.6)
  expect(passes).toBe(100)
})

test("half of the important fifth has half of its weight", async () => {
  const fifth = Float64Array.from({ length: 50 }, (_, unit) => (unit % 5 === 2 ? 0.1 : 0))
  const { values } = await measure([50], fifth, [fifth, fifth.map((weight) => -weight)], [fFidelity()])
  expect(values[0]).toBeCloseTo(0.5, 6)
  expect(values[1]).toBeCloseTo(0, 6)
})

test("random sets have their size and are seeded; random boxes are boxes", () => {
  const draws = Array.from({ length: 200 }, () => randomSet(10, 3, next))
  expect(draws.every((set) => set.reduce((sum, member) => sum + member, 0) === 3)).toBe(true)
  for (let unit = 0; unit < 10; unit++) expect(draws.some((set) => set[unit] === 1)).toBe(true)
  expect(randomSet(100, 50, random(3))).toEqual(randomSet(100, 50, random(3)))
  for (let draw = 0; draw < 50; draw++) {
    const box = randomBox([20, 30], next)
    const rows = new Set<number>()
    const columns = new Set<number>()
    box.forEach((member, unit) => {
      if (member === 0) return
      rows.add(Math.floor(unit / 30))
      columns.add(unit % 30)
    })
    expect(box.reduce((sum, member) => sum + member, 0)).toBe(rows.size * columns.size)
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBe(rows.size)
    expect(rows.size).toBeGreaterThanOrEqual(2)
    expect(rows.size).toBeLessThanOrEqual(10)
  }
})

test("options out of range are refused", () => {
  expect(() => infidelity({ samples: 1 })).toThrow(RangeError)
  expect(() => sensitivityN({ sizes: [1] })).toThrow(RangeError)
  expect(() => sensitivityN({ seed: 0.5 })).toThrow(RangeError)
  expect(() => fFidelity({ masked: 0 })).toThrow(RangeError)
})
