import { fixedPartitions, fromLabels } from "@pami/core"
import { expect, test } from "vitest"
import { gameOver, linear, nonlinear } from "../../test/games.ts"
import { inputOf, play } from "../../test/subject.ts"
import { partitionShap } from "../index.ts"
import { segmentsOf } from "../shared/segments.ts"
import { halve, placesOf } from "./halves.ts"

const shape = [5, 8]
const labels = Int32Array.from({ length: 40 }, (_, unit) => Math.floor(unit / 8))

/**
 * The Owen values of the hierarchy ((0 1) (2 (3 4))): the mean change over all contexts, in which each sibling of an
 * ancestor is preserved or masked.
 */
function owen(score: (shown: boolean[]) => number): number[] {
  const siblings = [
    [[1], [2, 3, 4]],
    [[0], [2, 3, 4]],
    [
      [3, 4],
      [0, 1],
    ],
    [[4], [2], [0, 1]],
    [[3], [2], [0, 1]],
  ]
  return siblings.map((groups, segment) => {
    let value = 0
    for (let set = 0; set < 2 ** groups.length; set++) {
      const shown = Array.from({ length: 5 }, () => false)
      for (const [i, group] of groups.entries())
        for (const other of group) shown[other] = (set & (1 << i)) !== 0
      value += (score(shown.with(segment, true)) - score(shown)) / 2 ** groups.length
    }
    return value
  })
}

for (const [name, score] of Object.entries({ linear, nonlinear }))
  test(`enough passes give the exact Owen values of a ${name} game`, async () => {
    const { game, segments } = gameOver(labels, shape, score)
    const method = partitionShap({ segments, passes: 100 })
    const explanation = await play(shape, game, method)
    // Halves of the root in one context, of its two halves in two, of 3 and 4 in four.
    expect(explanation.passes).toBe(2 * (1 + 2 + 2 + 4))
    const map = method.read(explanation)
    for (const [unit, label] of labels.entries()) expect(8 * map[unit]).toBeCloseTo(owen(score)[label], 5)
  })

test("fewer passes go where the score changes most; the map adds up to the change of the score", async () => {
  const { game, segments } = gameOver(labels, shape, ([, , c, d]) => (c ? 0.5 : 0) + (d ? 0.25 : 0))
  const method = partitionShap({ segments, passes: 6 })
  const explanation = await play(shape, game, method)
  expect(explanation.passes).toBe(6)
  const map = method.read(explanation)
  expect(map.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0.75, 5)
  // The half without a change stays whole; of the other, the last two rows do.
  const rows = labels.filter((_, unit) => unit % 8 === 0).map((row) => Math.round(8000 * map[8 * row]))
  expect([...rows]).toEqual([0, 0, 500, 125, 125])
})

test("units are halved as rectangles along their longer side", async () => {
  const input = inputOf([3, 5])
  const units = fixedPartitions([
    fromLabels(
      Int32Array.from({ length: 15 }, (_, unit) => unit),
      [15],
    ),
  ])
  const segments = await segmentsOf(units, input, undefined)
  const places = placesOf(segments, input)
  const [left, right] = halve(
    Int32Array.from({ length: 15 }, (_, unit) => unit),
    places,
  )
  expect([...left].sort((a, b) => a - b)).toEqual([0, 1, 5, 6, 10, 11])
  const [top, bottom] = halve(right, places)
  expect([[...top].sort((a, b) => a - b), bottom.length]).toEqual([[2, 3, 4], 6])
})
