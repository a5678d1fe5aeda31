import { expect, test } from "vitest"
import { calibrate, distance } from "./calibration.ts"
import { prefix, stops } from "./prefix.ts"
import { explanationOf } from "./test-explanation.ts"

test("a prefix is the explanation as it stood", () => {
  const whole = explanationOf([1, 2, 3, 4, 5, 6], 2)
  const early = prefix(whole, 3)
  expect(early.partitions.length).toBe(2)
  expect([...early.scores]).toEqual([1, 2, 3])
  expect(prefix(whole, 2).partitions.length).toBe(1)
  expect(prefix(whole, 6)).toBe(whole)
  expect(stops([300, 10, 10, 6000], 300)).toEqual([10, 300])
})

test("the distance of maps is in shares of the full map's range", () => {
  const full = Float32Array.of(0, 2, 4, 2)
  expect(distance(full, full)).toBe(0)
  expect(distance(Float32Array.of(1, 3, 5, 3), full)).toBe(0.25)
  expect(distance(Float32Array.of(NaN, 3, 5, 3), full)).toBeNaN()
})

test("an estimator that knows the end keeps its promises", () => {
  const sweeps = [3, 1, 2].map((factor) =>
    explanationOf(
      [1, 2, 4, 3, 9, 3].map((score, i) => (i < 2 ? score : score * factor)),
      2,
    ),
  )
  const [, last] = calibrate(sweeps, () => 0.25, [2, 6])
  expect(last).toMatchObject({ passes: "all", maps: 3, promised: "0.2500" })
  expect(calibrate(sweeps, () => NaN, [2])[0]).toMatchObject({ "no promise": 3 })
})
