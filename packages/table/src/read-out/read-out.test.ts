import { average, peak } from "@pami/core"
import { expect, test } from "vitest"
import { effects, summarizeMaps } from "../index.ts"
import { decisive, drawRows, explainRow, fitRows, rules } from "../../test/rules.ts"

const rows = drawRows(24, 6, 3)
const backgroundRows = drawRows(60, 6, 4)

for (const background of ["median", "sample:4"] as const)
  test.each(rules)(
    `the peak is on the decisive column in at least 90 % of the rows, background ${background}: $name`,
    async (rule) => {
      const { model, fitted } = await fitRows(rule, rows, backgroundRows)
      const hits = { average: 0, effects: 0, count: 0 }
      for (let row = 0; row < rows.length; row++) {
        const { explanation, made } = await explainRow(model, fitted, row, background)
        const truth = decisive(rule, rows[row], made.background as number[][])
        if (!truth) continue
        hits.count++
        const isRight = (map: Float32Array) => truth.features.flat().includes(peak(map))
        hits.average += Number(isRight(average(explanation, truth.target)))
        hits.effects += Number(isRight(effects(explanation, truth.target)))
      }
      expect(hits.count).toBeGreaterThan(5)
      expect(hits.average / hits.count).toBeGreaterThanOrEqual(0.9)
      expect(hits.effects / hits.count).toBeGreaterThanOrEqual(0.9)
    },
  )

test("effects are twice the distance of the mean of a column from the mean of all parts", async () => {
  const { model, fitted } = await fitRows(rules[5], rows, backgroundRows)
  const { explanation } = await explainRow(model, fitted, 0, "median")
  const mean = average(explanation, 1)
  const all = explanation.scores.reduce((sum, score, i) => sum + (i % 2) * score, 0) / explanation.passes
  for (const [unit, value] of effects(explanation, 1).entries())
    expect(value).toBeCloseTo(2 * (mean[unit] - all), 5)
})

test("a summary has mean, mean absolute value, deviation and quartiles of each column, without NaN", () => {
  const [first, second] = summarizeMaps([
    Float32Array.of(1, NaN),
    Float32Array.of(-1, 3),
    Float32Array.of(3, 5),
  ])
  expect(first).toEqual({ mean: 1, meanAbsolute: 5 / 3, deviation: 2, quartiles: [0, 1, 2], count: 3 })
  expect(second).toEqual({
    mean: 4,
    meanAbsolute: 4,
    deviation: Math.SQRT2,
    quartiles: [3.5, 4, 4.5],
    count: 2,
  })
  expect(summarizeMaps([Float32Array.of(2)])[0].deviation).toBe(0)
  expect(() => summarizeMaps([])).toThrow(/got none/)
  expect(() => summarizeMaps([new Float32Array(1), new Float32Array(2)])).toThrow(/got 1, 2/)
})
