import { expect, test } from "vitest"
import { gameOver } from "../../test/games.ts"
import { play } from "../../test/subject.ts"
import { orderedSearch } from "../index.ts"

const shape = [6, 8]
const labels = Int32Array.from({ length: 48 }, (_, unit) => Math.floor(unit / 8))
const values = [0.1, 0.3, -0.1, 0.29, 0.05, 0.2]
const { game, segments } = gameOver(labels, shape, (shown) =>
  shown.reduce((sum, one, segment) => sum + (one ? values[segment] : 0), 0.1),
)
const orderOf = (map: Float32Array) => [0, 1, 2, 3, 4, 5].toSorted((a, b) => map[8 * b] - map[8 * a])

test("greedy: the order of the gains, from 1 down in equal steps", async () => {
  const method = orderedSearch({ segments, search: "greedy" })
  const explanation = await play(shape, game, method)
  // Two passes for each segment that is left, until one is.
  expect(explanation.passes).toBe(2 * (6 + 5 + 4 + 3 + 2))
  const map = method.read(explanation)
  expect(orderOf(map)).toEqual([1, 3, 5, 0, 4, 2])
  expect(map[8]).toBe(1)
  expect(map[16]).toBeCloseTo(1 / 6, 6)
})

test("phases: segments of about the same gain are taken at once, hopeless ones wait, in fewer passes", async () => {
  const method = orderedSearch({ segments })
  const explanation = await play(shape, game, method)
  // 1 and 3 at once from six; 5 from those left beside 2 and 4, and the two taken scored once; then one is left.
  expect(explanation.passes).toBe(2 * 6 + 2 * (1 + 2))
  expect(orderOf(method.read(explanation))).toEqual([1, 3, 5, 0, 4, 2])
})

test("a segment that helps only beside another is found after it", async () => {
  const pair = gameOver(
    labels,
    shape,
    (shown) => (shown[4] ? 0.3 : 0) + (shown[4] && shown[0] ? 0.6 : 0) + (shown[2] ? 0.2 : 0),
  )
  const method = orderedSearch({ segments: pair.segments, search: "greedy" })
  expect(orderOf(method.read(await play(shape, pair.game, method))).slice(0, 3)).toEqual([4, 0, 2])
})

test("fewer passes end the search; what was scored is in order, the rest last", async () => {
  for (const passes of [2, 3, 9, 15]) {
    const method = orderedSearch({ segments, search: "greedy", passes })
    const explanation = await play(shape, game, method)
    expect(explanation.passes).toBeLessThanOrEqual(passes)
    const map = method.read(explanation)
    expect(map.every((value) => value >= 0 && value <= 1)).toBe(true)
    if (passes >= 12) expect(orderOf(map)).toEqual([1, 3, 5, 0, 4, 2])
  }
})
