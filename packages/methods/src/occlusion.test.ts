import { expect, test } from "vitest"
import { inputOf, play } from "../test/subject.ts"
import { occlusion } from "./index.ts"

const game = (shares: ArrayLike<number>) =>
  Array.from(shares).reduce((sum, share, unit) => sum + share * (unit % 4), 0) / 100

test("the mean drop over the windows that mask a unit, on one, two and three axes", async () => {
  for (const shape of [[11], [7, 9], [3, 4, 5]]) {
    const method = occlusion({ window: 3, stride: 2 })
    const explanation = await play(shape, game, method)
    const units = shape.reduce((product, length) => product * length, 1)
    const starts = shape.map((length) => {
      const all = Array.from({ length }, (_, start) => start)
      return all.filter((start) => start + 3 < length && start % 2 === 0).concat(Math.max(0, length - 3))
    })
    const windows = starts.reduce<number[][]>(
      (known, axis) => known.flatMap((firsts) => axis.map((first) => [...firsts, first])),
      [[]],
    )
    const placeOf = (unit: number) =>
      shape.reduceRight<[number[], number]>(
        ([place, rest], length) => [[rest % length, ...place], Math.floor(rest / length)],
        [[], unit],
      )[0]
    const [sum, count] = [new Float64Array(units), new Float64Array(units)]
    for (const window of windows) {
      const inside = Array.from({ length: units }, (_, unit) =>
        placeOf(unit).every((at, axis) => at >= window[axis] && at < window[axis] + 3),
      )
      const drop = game(inside.map(Number))
      for (const [unit, masked] of inside.entries()) {
        if (!masked) continue
        sum[unit] += drop
        count[unit]++
      }
    }
    expect(explanation.passes).toBe(windows.length)
    const map = method.read(explanation)
    for (let unit = 0; unit < units; unit++) expect(map[unit]).toBeCloseTo(sum[unit] / count[unit], 5)
  }
})

test("the window is 64 of 224 units and the stride a quarter of it; with fewer passes the stride grows", () => {
  const input = inputOf([224, 224])
  expect(occlusion().partitioner.total(input)).toBe(121)
  const few = occlusion({ passes: 60 }).partitioner
  const total = few.total(input)!
  expect(total).toBeLessThanOrEqual(60)
  expect(total).toBeGreaterThan(40)
  expect(occlusion({ window: 64, stride: 16, passes: 30 }).partitioner.total(input)).toBe(30)
})

test("a window of words is one word", async () => {
  const input = inputOf([5])
  const words = {
    ...input,
    grids: [{ ...input.grids[0], labels: ["the", "cat", "sat", "on", "it"] }],
  } as const
  const map = occlusion().read(await play([5], game, occlusion(), { input: words }))
  expect([...map].map((value) => Math.round(100 * value))).toEqual([0, 1, 2, 3, 0])
})

test("units that no scored window masked yet are unknown", async () => {
  const method = occlusion({ window: 2, stride: 2 })
  const map = method.read(await play([8], game, method, { passes: 2 }))
  expect(map.filter(Number.isNaN)).toHaveLength(4)
  expect(() => method.read({} as never, 0, "x")).toThrow()
})

test("options out of range are refused", () => {
  for (const wrong of [{ window: 0 }, { stride: 1.5 }, { passes: 0 }])
    expect(() => occlusion(wrong)).toThrow(RangeError)
})
