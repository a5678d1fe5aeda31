import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { countSubsets, drawSubsets } from "./draw-subsets.ts"
import { lasso } from "./lasso.ts"

test.each([2, 3, 5, 12, 13, 40])("subsets of %i units are different, in pairs of complements", (units) => {
  const count = Math.min(64, countSubsets(units))
  const sets = drawSubsets(units, count, 3)
  expect(sets).toHaveLength(count)
  expect(new Set(sets.map((set) => set.join(""))).size).toBe(count)
  for (const [index, set] of sets.entries()) {
    const size = set.reduce((sum, one) => sum + one, 0)
    expect(size > 0 && size < units).toBe(true)
    if (index % 2 === 1) expect(set).toEqual(sets[index - 1].map((one) => 1 - one))
  }
})

test("the same seed draws the same subsets, another seed others", () => {
  expect(drawSubsets(20, 32, 1)).toEqual(drawSubsets(20, 32, 1))
  expect(drawSubsets(20, 32, 2)).not.toEqual(drawSubsets(20, 32, 1))
})

test("a sparse regression finds the few units with an effect among many, from fewer rows", () => {
  const rows = drawSubsets(150, 64, 0)
  const next = random(7)
  const values = Float64Array.from(rows, (row) => 3 * row[17] - 2 * row[90] + (next() - 0.5) * 0.2 - 5)
  const effects = lasso(rows, values, 0.05)
  const order = [...effects.keys()].sort((a, b) => Math.abs(effects[b]) - Math.abs(effects[a]))
  expect(order.slice(0, 2)).toEqual([17, 90])
  expect(effects[17]).toBeGreaterThan(2.5)
  expect(effects[90]).toBeLessThan(-1.5)
  expect(effects.filter((effect) => Math.abs(effect) > 0.3)).toHaveLength(2)
})

test("a constant score has no effects", () => {
  expect(lasso(drawSubsets(6, 20, 0), new Float64Array(20).fill(-3), 0.05)).toEqual(new Float64Array(6))
})
