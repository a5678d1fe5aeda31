import { expect, test } from "vitest"
import { gameOver, linear, nonlinear, shapley } from "../../test/games.ts"
import { play } from "../../test/subject.ts"
import { kernelShap } from "../index.ts"
import { designOf } from "../shared/design.ts"
import { drawCoalitions } from "./coalitions.ts"

const shape = [6, 7]
const labels = Int32Array.from({ length: 42 }, (_, unit) => Math.floor(unit / 7))

for (const [name, score] of Object.entries({ linear, nonlinear }))
  test(`all sets give the exact Shapley values of a ${name} game`, async () => {
    const { count, game, segments } = gameOver(labels, shape, score)
    const method = kernelShap({ segments })
    const explanation = await play(shape, game, method)
    expect(explanation.passes).toBe(2 ** count - 2)
    const map = method.read(explanation)
    const values = shapley(count, score)
    for (const [unit, label] of labels.entries()) expect(map[unit]).toBeCloseTo(values[label], 5)
  })

test("random sets give the exact values of a linear game, too", async () => {
  const many = Int32Array.from({ length: 42 }, (_, unit) => unit >> 1)
  const { game, segments } = gameOver(many, shape, linear)
  const method = kernelShap({ segments, passes: 200 })
  const map = method.read(await play(shape, game, method))
  for (const [unit, label] of many.entries()) expect(map[unit]).toBeCloseTo((((label * 7) % 5) - 1) / 16, 5)
})

test("too few sets to tell all segments apart still give values that add up to the change of the score", async () => {
  const many = Int32Array.from({ length: 42 }, (_, unit) => unit >> 1)
  const { game, segments } = gameOver(many, shape, linear)
  const method = kernelShap({ segments, passes: 30 })
  const explanation = await play(shape, game, method)
  const map = method.read(explanation)
  const known = designOf(explanation).segments
  expect(known.count).toBeLessThan(21)
  const sum = Array.from({ length: known.count }, (_, segment) => map[known.labels.indexOf(segment)]).reduce(
    (a, b) => a + b,
    0,
  )
  expect(sum).toBeCloseTo(explanation.targets[0].score - explanation.baseline[0], 4)
})

test("small and large sets come first, then random sets with their complements, in proportion to the kernel", () => {
  const { rows, weights } = drawCoalitions(10, 300, 4)
  const sizes = rows.map((row) => row.reduce((sum, one) => sum + one, 0))
  expect(rows).toHaveLength(300)
  expect(sizes.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 ? 9 : 1)))
  expect(new Set(sizes.slice(20, 110))).toEqual(new Set([2, 8]))
  expect(new Set(rows.map((row) => row.join(""))).size).toBe(300)
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
  // The kernel of Shapley, summed over all sets of a size: 9 / (size * (10 - size)), scaled to a sum of 1.
  const kernel = Array.from({ length: 9 }, (_, i) => 9 / ((i + 1) * (9 - i)))
  const total = kernel.reduce((sum, weight) => sum + weight, 0)
  for (const size of [1, 2, 8, 9]) {
    const sum = weights.reduce((known, weight, i) => known + (sizes[i] === size ? weight : 0), 0)
    expect(sum).toBeCloseTo(kernel[size - 1] / total, 12)
  }
})

test("one segment has the whole change of the score", async () => {
  const { game, segments } = gameOver(new Int32Array(42), shape, ([shown]) => (shown ? 0.75 : 0.25))
  const method = kernelShap({ segments })
  const explanation = await play(shape, game, method)
  expect(explanation.passes).toBe(0)
  expect(new Set(method.read(explanation))).toEqual(new Set([0.5]))
})
