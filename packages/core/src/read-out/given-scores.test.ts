import { expect, test } from "vitest"
import { functionModel, plainInput } from "../../test/fixtures.ts"
import {
  average,
  classProbability,
  contributions,
  coverage,
  distanceToFull,
  explain,
  fixedPartitions,
  fromParts,
  standardError,
} from "../index.ts"
import type { Explanation, Scale } from "../index.ts"

const explanation = await explain({
  model: functionModel([4], (item) => [item[0]]),
  input: plainInput([4], new Float32Array(4)),
  target: classProbability({ activation: "value" }),
  partitioner: fixedPartitions([fromParts([Int32Array.of(0, 4)])]),
})

/** An explanation of four units whose parts and scores are given. */
const given = (parts: Int32Array[], scores: number[], scale: Scale = { unit: "value" }): Explanation => ({
  ...explanation,
  grids: [{ name: "units", shape: [4], start: 0 }],
  targets: [{ id: "only", score: 1 }],
  preferred: 0,
  scale,
  baseline: Float64Array.of(0.25),
  partitions: [fromParts(parts)],
  scores: Float32Array.from(scores),
  passes: scores.length,
})
const halves = [Int32Array.of(0, 2), Int32Array.of(1, 4), Int32Array.of(0, 1, 3, 4)]

test("a map is the mean at each unit, its standard error that of the mean, its coverage the number of parts", () => {
  const seen = given(halves, [1, 3, 5])
  expect([...average(seen)]).toEqual([3, 2, 3, 4])
  expect([...coverage(seen)]).toEqual([2, 2, 1, 2])
  // Two values that differ by d have a standard error of d / 2.
  expect([...standardError(seen)].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([2, 1, NaN, 1])
  expect([...average(seen, "only", { score: contributions.difference })]).toEqual([2.75, 1.75, 2.75, 3.75])
})

test("parts that have no score yet count nowhere", () => {
  expect([...average(given(halves, [1]))]).toEqual([1, 1, NaN, NaN])
  expect([...standardError(given(halves, [1]))]).toEqual([NaN, NaN, NaN, NaN])
  expect([...standardError(given(halves, []))]).toEqual([NaN, NaN, NaN, NaN])
})

test("a mean far outside its range stays, one within rounding is moved to its border", () => {
  const range: Scale = { unit: "probability", range: [0, 1] }
  const mean = (score: number) => average(given([Int32Array.of(0, 4)], [score], range))[0]
  expect([mean(-0.5), mean(1.5), mean(-1e-7), mean(1 + 5e-7)]).toEqual([-0.5, 1.5, 0, 1])
  expect(average(given([Int32Array.of(0, 4)], [-1e-7]))[0]).toBe(Math.fround(-1e-7))
})

test("logarithms and log-odds are taken of at least 1e-6, and at most that less than 1", () => {
  const range: Scale = { unit: "probability", range: [0, 1] }
  const of = (score: "log" | "log-odds", value: number) =>
    average(given([Int32Array.of(0, 4)], [value], range), "only", { score: contributions[score] })[0]
  expect(of("log", 0)).toBeCloseTo(Math.log(1e-6), 5)
  expect(of("log", 1)).toBe(0)
  expect(of("log-odds", 0)).toBeCloseTo(-13.81551, 4)
  expect(of("log-odds", 1)).toBeCloseTo(13.81551, 4)
  for (const score of ["log", "log-odds"] as const)
    expect(() => average(given(halves, [1]), "only", { score: contributions[score] })).toThrow(
      /have the unit "value"/,
    )
})

test("a target that was not swept is refused, with those that were, at most 20", () => {
  const many = { ...explanation, targets: Array.from({ length: 30 }, (_, id) => ({ id, score: 0 })) }
  expect(() => average(many, 99)).toThrow(/^target 99 was not swept; this explanation holds 0, 1, .*, 19$/)
})

test("maps of variants are transformed on the grids that moved, and added to those of the input", () => {
  const seen: Explanation = {
    ...given([Int32Array.of(0, 1)], [1, 5]),
    grids: [
      { name: "image", shape: [3], start: 0 },
      { name: "text", shape: [2], start: 3 },
    ],
    variants: [
      { name: "original" },
      { name: "flipped", inverse: { image: { sources: Int32Array.of(2, 1, 0) } } },
      { name: "unused" },
    ],
    partitions: [fromParts([Int32Array.of(0, 1)]), { ...fromParts([Int32Array.of(0, 1, 3, 4)]), variant: 1 }],
  }
  expect([...average(seen)]).toEqual([1, NaN, 5, 5, NaN])
  expect([...coverage(seen)]).toEqual([1, 0, 1, 1, 0])
})

test("the distance to the full run shrinks with the share of partitions that is scored, and is 0 at the end", () => {
  const both = [Int32Array.of(0, 4), Int32Array.of(0, 4)]
  const planned = (count: number | null): Explanation => ({
    ...given(both, [1, 3]),
    planned: count === null ? null : [count],
  })
  // One partition of two parts. A flat map has no range to compare with.
  expect(distanceToFull(planned(null))).toBe(Infinity)
  expect(distanceToFull(planned(1))).toBe(0)
  expect(distanceToFull(planned(2))).toBe(Infinity)
  const spread: Explanation = {
    ...given([...both, Int32Array.of(0, 1), Int32Array.of(0, 1)], [1, 3, 5, 7]),
    planned: [4],
  }
  // Unit 0 has the scores 1, 3, 5, 7, the others 1 and 3: means 4 and 2, standard errors sqrt(5/3) and 1.
  const mean = Math.sqrt((5 / 3 + 3) / 4)
  expect(distanceToFull(spread)).toBeCloseTo((mean * Math.sqrt(3 / 4)) / 2, 6)
  expect(distanceToFull({ ...spread, planned: [1, 1] })).toBeCloseTo((mean * Math.sqrt(1 / 2)) / 2, 6)
  const flat: Explanation = { ...given(both, [2, 2]), planned: [9] }
  expect(distanceToFull(flat)).toBe(0)
  // Over half of the units lie in fewer than two parts.
  const few: Explanation = { ...given([Int32Array.of(0, 4), Int32Array.of(0, 1)], [1, 3]), planned: [9] }
  expect(distanceToFull(few)).toBe(Infinity)
  const half: Explanation = { ...given([Int32Array.of(0, 4), Int32Array.of(0, 2)], [1, 3]), planned: [9] }
  expect(distanceToFull(half)).toBeLessThan(Infinity)
})
