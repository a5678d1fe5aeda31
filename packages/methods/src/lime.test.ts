import { fixedPartitions, fromLabels } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { play } from "../test/subject.ts"
import { lime } from "./index.ts"
import { designOf } from "./shared/design.ts"

const shape = [6, 8]
// Eight segments of six units, some of them in two pieces.
const labels = Int32Array.from({ length: 48 }, (_, unit) => (unit * 5) % 8)
const segments = fixedPartitions([fromLabels(labels, shape)])

/** Solves by Gaussian elimination with pivots. */
function eliminate(matrix: number[][], vector: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i]])
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.findIndex(
      (row, k) => k >= i && Math.abs(row[i]) === Math.max(...rows.slice(i).map((one) => Math.abs(one[i]))),
    )
    ;[rows[i], rows[pivot]] = [rows[pivot], rows[i]]
    for (let k = 0; k < rows.length; k++)
      if (k !== i) {
        const factor = rows[k][i] / rows[i][i]
        rows[k] = rows[k].map((value, j) => value - factor * rows[i][j])
      }
  }
  return rows.map((row, i) => row[rows.length] / row[i])
}

const shown = (shares: ArrayLike<number>, segment: number) => Number(shares[labels.indexOf(segment)] === 1)
const games = {
  linear: (shares: ArrayLike<number>) => (shown(shares, 0) + 2 * shown(shares, 3) + 3 * shown(shares, 6)) / 6,
  "not linear": (shares: ArrayLike<number>) =>
    (shown(shares, 1) * (1 + shown(shares, 2)) * (2 - shown(shares, 7))) / 4,
}
for (const [name, game] of Object.entries(games))
  test(`the coefficients of LIME's formula: ${name}`, async () => {
    const method = lime({ passes: 120, segments, seed: 5 })
    const explanation = await play(shape, game, method)
    const { rows } = designOf(explanation)
    // The regression with its intercept as a ninth column that is not penalised, as the paper writes it.
    const size = 9
    const matrix = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => Number(i === j && i < 8)),
    )
    const vector = Array.from({ length: size }, () => 0)
    for (let pass = 0; pass < 120; pass++) {
      const row = [...rows.subarray(8 * pass, 8 * pass + 8), 1]
      const preserved = row.reduce((sum, one) => sum + one, -1)
      const cosine = preserved === 0 ? 0 : preserved / (Math.sqrt(preserved) * Math.sqrt(8))
      const weight = Math.sqrt(Math.exp(-((1 - cosine) ** 2) / 0.25 ** 2))
      for (let i = 0; i < size; i++) {
        vector[i] += weight * row[i] * explanation.scores[pass]
        for (let j = 0; j < size; j++) matrix[i][j] += weight * row[i] * row[j]
      }
    }
    const coefficients = eliminate(matrix, vector)
    const map = method.read(explanation)
    for (let unit = 0; unit < 48; unit++) {
      // Segments are numbered by their first units.
      const segment = [...new Set(labels)].indexOf(labels[unit])
      expect(map[unit]).toBeCloseTo(coefficients[segment], 6)
    }
  })

test("the first sample is the input; others preserve about half of the segments", async () => {
  const explanation = await play(shape, games.linear, lime({ passes: 400, segments }))
  const { rows, segments: found } = designOf(explanation)
  expect(found.count).toBe(8)
  expect([...rows.subarray(0, 8)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
  const preserved = rows.subarray(8).reduce((sum, one) => sum + one, 0) / (8 * 399)
  expect(preserved).toBeGreaterThan(0.47)
  expect(preserved).toBeLessThan(0.53)
})

test("the first pass alone gives a flat map", async () => {
  const method = lime({ passes: 1, segments })
  expect(new Set(method.read(await play(shape, games.linear, method)))).toEqual(new Set([0]))
})

test("segments are found from the parts, whatever their shape", async () => {
  const next = random(8)
  const scattered = Int32Array.from({ length: 48 }, () => Math.floor(next() * 11))
  const method = lime({ passes: 60, segments: fixedPartitions([fromLabels(scattered, shape)]) })
  const found = designOf(await play(shape, games.linear, method)).segments.labels
  const order = [...new Set(scattered)]
  expect([...found]).toEqual([...scattered].map((label) => order.indexOf(label)))
})
