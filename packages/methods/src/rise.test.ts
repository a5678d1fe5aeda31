import { isPamiError, sharesOf } from "@pami/core"
import type { Partition } from "@pami/core"
import { expect, test } from "vitest"
import { inputOf, play } from "../test/subject.ts"
import { rise } from "./index.ts"

const grids = inputOf([224, 224]).grids
const masksOf = (partitions: Iterable<Partition>) => [...partitions].map(({ soft }) => soft!)
const [masks] = masksOf(
  rise({ passes: 20, seed: 3 }).partitioner.partitions(inputOf([224, 224])) as Iterable<Partition>,
)

test("cells of 28 units are enlarged to 9/8 of that and shifted by up to a cell, mirrored at the border", () => {
  for (let k = 0; k < 20; k++) {
    const shares = sharesOf(masks, k, grids)
    const points = masks.shares.subarray(k * 100, (k + 1) * 100)
    expect(points.every((share) => share === 0 || share === 1)).toBe(true)
    const [y, x] = masks.origins.subarray(2 * k, 2 * k + 2)
    for (const origin of [y, x]) {
      const shift = -origin - 0.5 - 31.5 / 2
      expect([shift % 1, shift >= 0, shift < 28]).toEqual([0, true, true])
    }
    const share = (row: number, column: number) => points[row * 10 + column]
    for (let i = 0; i < 10; i++) {
      expect([share(0, i), share(9, i)]).toEqual([share(2, i), share(7, i)])
      expect([share(i, 0), share(i, 9)]).toEqual([share(i, 2), share(i, 7)])
    }
    for (const [row, column] of [
      [0, 0],
      [100, 37],
      [223, 223],
    ]) {
      const [top, left] = [(row - y) / 31.5, (column - x) / 31.5]
      const [r, c, dy, dx] = [Math.floor(top), Math.floor(left), top % 1, left % 1]
      const upper = share(r, c) * (1 - dx) + share(r, c + 1) * dx
      const lower = share(r + 1, c) * (1 - dx) + share(r + 1, c + 1) * dx
      expect(shares[row * 224 + column]).toBeCloseTo(upper * (1 - dy) + lower * dy, 5)
    }
  }
})

test("the map is the sum of the scores by their shares, over the actual or the expected sum of shares", async () => {
  const game = (shares: ArrayLike<number>) => (shares[3] * (1 + shares[20])) / 2
  for (const [shape, keep] of [
    [[6, 7], 0.5],
    [[30], 0.2],
    [[3, 4, 5], 0.9],
  ] as const) {
    const method = rise({ passes: 150, cells: 3, keep, sum: "expected" })
    const explanation = await play(shape, game, method)
    const actual = new Float64Array(shape.reduce((product, length) => product * length, 1))
    const sum = new Float64Array(shape.reduce((product, length) => product * length, 1))
    for (const [chunk, soft] of masksOf(explanation.partitions).entries())
      for (let k = 0; k < soft.origins.length / shape.length; k++)
        for (const [unit, share] of sharesOf(soft, k, explanation.grids).entries()) {
          sum[unit] += share * explanation.scores[100 * chunk + k]
          actual[unit] += share
        }
    const map = method.read(explanation)
    const own = rise({ keep }).read(explanation)
    for (const [unit, value] of sum.entries()) {
      expect(map[unit]).toBeCloseTo(value / (150 * keep), 5)
      expect(own[unit]).toBeCloseTo(value / actual[unit], 5)
    }
  }
})

test("another seed gives other masks, the same seed the same", () => {
  const first = (seed: number) =>
    masksOf(rise({ passes: 5, seed }).partitioner.partitions(inputOf([224, 224])) as Iterable<Partition>)[0]
  expect(first(3).shares).toEqual(first(3).shares)
  expect(first(4).shares).not.toEqual(first(3).shares)
})

test("an input of words says that its units are whole", async () => {
  const { open, ...rest } = inputOf([6])
  const input = { ...rest, open: (slots: number) => ({ ...open(slots), blend: undefined! }) }
  const error = await play([6], () => 1, rise({ passes: 4 }), { input }).catch((reason: unknown) => reason)
  expect(isPamiError(error) && error.code).toBe("PARTITION_UNSUITABLE")
})

test("options out of range are refused", () => {
  for (const wrong of [
    { passes: 0 },
    { cells: 0 },
    { keep: 0 },
    { keep: 1.1 },
    { seed: -1 },
    { sum: "all" as never },
  ])
    expect(() => rise(wrong)).toThrow(RangeError)
})
