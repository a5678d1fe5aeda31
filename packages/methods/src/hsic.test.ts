import { expect, test } from "vitest"
import { play } from "../test/subject.ts"
import { hsic } from "./index.ts"

const shape = [8, 12]
const cellOf = (unit: number) => 4 * Math.floor(unit / 24) + Math.floor((unit % 12) / 3)
const game = (shares: ArrayLike<number>) =>
  0.2 + 0.5 * shares[0] * shares[95] + 0.3 * shares[40] - 0.1 * shares[3]

test("the criterion by its definition, tr(KHLH) / n, at the middle of each cell", async () => {
  const method = hsic({ passes: 60, cells: 4 })
  const explanation = await play(shape, game, method)
  const scores = [...explanation.scores]
  const sorted = scores.toSorted((a, b) => a - b)
  const width = (sorted[29] + sorted[30]) / 2
  const masks = explanation.partitions.flatMap(({ runs, offsets }) =>
    Array.from({ length: offsets.length - 1 }, (_, k) => {
      const mask = new Uint8Array(96)
      for (let i = offsets[k]; i < offsets[k + 1]; i += 2) mask.fill(1, runs[i], runs[i + 1])
      return mask
    }),
  )
  const centred = (matrix: number[][]) => {
    const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0) / 60)
    const mean = rows.reduce((a, b) => a + b, 0) / 60
    return matrix.map((row, i) => row.map((value, j) => value - rows[i] - rows[j] + mean))
  }
  const likeness = centred(scores.map((a) => scores.map((b) => Math.exp(-((a - b) ** 2) / (2 * width ** 2)))))
  const map = method.read(explanation)
  for (let cell = 0; cell < 16; cell++) {
    const units = Array.from({ length: 96 }, (_, unit) => unit).filter((unit) => cellOf(unit) === cell)
    const kernel = centred(masks.map((a) => masks.map((b) => 0.5 - (a[units[0]] - b[units[0]]) ** 2)))
    const expected =
      kernel.flatMap((row, i) => row.map((value, j) => value * likeness[i][j])).reduce((a, b) => a + b, 0) /
      60
    // Cells have two rows and three columns: their middle lies between two units of the middle column.
    const middle = (map[units[1]] + map[units[4]]) / 2
    const outside = cell < 4 || cell >= 12
    if (!outside) continue
    expect(map[units[cell < 4 ? 1 : 4]]).toBeCloseTo(expected, 5)
    expect(middle).toBeGreaterThanOrEqual(0)
  }
})

test("each cell is preserved in half of the samples, and what decides the score is found", async () => {
  const method = hsic({ passes: 200, cells: 4 })
  const explanation = await play(shape, game, method)
  const map = method.read(explanation)
  const best = [0, 40, 95].map((unit) => map[unit])
  const others = [20, 70, 90].map((unit) => map[unit])
  expect(Math.min(...best)).toBeGreaterThan(2 * Math.max(...others))
})

test("scores that are all 0, and a single pass, give a map of zeros", async () => {
  for (const passes of [1, 20]) {
    const method = hsic({ passes, cells: 3 })
    for (const value of method.read(await play(shape, () => 0, method))) expect(value).toBeCloseTo(0, 12)
  }
})
