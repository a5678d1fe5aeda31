import { random } from "@pami/core/tensor"
import { rankCorrelation } from "@pami/conformance"
import { expect, test } from "vitest"
import { calibrate, distance } from "./calibration.ts"
import { equalSteps, normalisedArea } from "./curve.ts"
import { deletion } from "./deletion.ts"
import { energy } from "./energy.ts"
import { insertion } from "./insertion.ts"
import { pointsAt } from "./pointing.ts"
import { prefix, stops } from "./prefix.ts"
import type { Probe } from "./probe.ts"
import { allButMostImportant, mostImportant, ranking } from "./ranking.ts"
import { explanationOf } from "./test-explanation.ts"

// Ten units in a row; the model's probability is the share of the object that it sees.
const object = Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
const model: Probe = {
  units: object.length,
  async probabilities(_, parts) {
    return Float64Array.from(parts, (part) => {
      let seen = 0
      for (let i = 0; i < part.length; i += 2)
        for (let unit = part[i]; unit < part[i + 1]; unit++) seen += object[unit]
      return seen / 2
    })
  },
}
const knows = Float32Array.from(object)
const knowsTheOpposite = knows.map((value) => -value)

test("a map that knows the object is inserted at once and deleted at once", async () => {
  expect(await insertion(model, 0, knows, 11)).toBeCloseTo(0.9, 12)
  expect(await deletion(model, 0, knows, 11)).toBeCloseTo(0.1, 12)
  expect(await insertion(model, 0, knowsTheOpposite, 11)).toBeCloseTo(0.1, 12)
  expect(await deletion(model, 0, knowsTheOpposite, 11)).toBeCloseTo(0.9, 12)
})

test("ties are broken by unit number, and what is not covered comes last", () => {
  expect([...ranking([1, NaN, 3, 1, 3, -4])]).toEqual([2, 5, 0, 3, 1, 4])
})

test("the most important units and the rest share the units among them", () => {
  const ranks = ranking([5, 1, 4, 3, 2])
  expect([...mostImportant(ranks, 3)]).toEqual([0, 1, 2, 4])
  expect([...allButMostImportant(ranks, 3)]).toEqual([1, 2, 4, 5])
  expect([...mostImportant(ranks, 0)]).toEqual([])
  expect([...mostImportant(ranks, 5)]).toEqual([0, 5])
  const next = random(1)
  const checker = ranking(Array.from({ length: 101 }, (_, unit) => (unit % 2 === 0 ? 1 : 0) + next() / 2))
  expect(mostImportant(checker, 51).length).toBe(102)
})

test("curves have equal steps and areas between their lowest and highest score", () => {
  expect(equalSteps(224 * 224, 57).slice(0, 3)).toEqual([0, 896, 1792])
  expect(equalSteps(9216, 57).at(-1)).toBe(9216)
  expect(normalisedArea([0, 1])).toBe(0.5)
  expect(normalisedArea([1, 1, 1])).toBe(1)
  expect(() => equalSteps(10, 1)).toThrow(RangeError)
})

test("energy is the share above the minimum, and even for a map that knows nothing", () => {
  expect(energy(knows, object)).toEqual({ share: 1, focus: 5 })
  expect(energy([7, 7, 7, 8, 7, 7, 7, 7, 7, 10], object).share).toBe(0.25)
  expect(energy(new Float32Array(10).fill(0.3), object)).toEqual({ share: 0.2, focus: 1 })
  expect(energy([NaN, NaN, NaN, 8, 7, NaN, NaN, NaN, NaN, NaN], object).share).toBe(1)
})

test("the highest unit, the first of several, points", () => {
  expect(pointsAt(knows, object)).toBe(true)
  expect(pointsAt([0, 0, 1, 1, 0, 0, 0, 0, 0, 0], object)).toBe(false)
  expect(pointsAt(new Float32Array(10).fill(NaN), object)).toBe(false)
})

test("a prefix is the explanation as it stood", () => {
  const whole = explanationOf([1, 2, 3, 4, 5, 6], 2)
  const early = prefix(whole, 3)
  expect(early.partitions.length).toBe(2)
  expect([...early.scores]).toEqual([1, 2, 3])
  expect(prefix(whole, 2).partitions.length).toBe(1)
  expect(prefix(whole, 6)).toBe(whole)
  expect(stops([300, 10, 10, 6000], 300)).toEqual([10, 300])
})

test("the distance of maps is in shares of the full map's range", () => {
  const full = Float32Array.of(0, 2, 4, 2)
  expect(distance(full, full)).toBe(0)
  expect(distance(Float32Array.of(1, 3, 5, 3), full)).toBe(0.25)
  expect(distance(Float32Array.of(NaN, 3, 5, 3), full)).toBeNaN()
})

test("an estimator that knows the end keeps its promises", () => {
  const sweeps = [3, 1, 2].map((factor) =>
    explanationOf(
      [1, 2, 4, 3, 9, 3].map((score, i) => (i < 2 ? score : score * factor)),
      2,
    ),
  )
  const [, last] = calibrate(sweeps, () => 0.25, [2, 6])
  expect(last).toMatchObject({ passes: "all", maps: 3, promised: "0.2500" })
  expect(calibrate(sweeps, () => NaN, [2])[0]).toMatchObject({ "no promise": 3 })
})

test("rank correlation looks at the order alone", () => {
  expect(rankCorrelation([1, 2, 3], [10, 100, 1000])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
  expect(rankCorrelation([1, 1, 2], [1, 1, 2])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2], [5, 5])).toBeNaN()
})
