import { expect, test } from "vitest"
import { log } from "./log.ts"
import { random } from "./random.ts"

test("within a few units in the last place of the engine's own", () => {
  const next = random(3)
  for (let i = 0; i < 100_000; i++) {
    const x = i % 2 ? next() + 1e-12 : 10 ** (200 * next() - 100)
    // Near 1 the logarithm is small and only its absolute error can be small.
    expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
      4 * 2 ** -52 * Math.max(1, Math.abs(Math.log(x))),
    )
  }
  expect(log(1)).toBe(0)
})
