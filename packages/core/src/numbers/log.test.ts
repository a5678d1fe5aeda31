import { expect, test } from "vitest"
import { log } from "./log.ts"
import { random } from "./random.ts"

test("within a few units in the last place of the engine's own", () => {
  const next = random(3)
  let worst = 0
  for (let i = 0; i < 100_000; i++) {
    const x = i % 2 ? next() + 1e-12 : 10 ** (200 * next() - 100)
    // Near 1 the logarithm is small and only its absolute error can be small.
    worst = Math.max(worst, Math.abs(log(x) - Math.log(x)) / Math.max(1, Math.abs(Math.log(x))))
  }
  expect(worst).toBeLessThanOrEqual(4 * 2 ** -52)
  expect(log(1)).toBe(0)
})

test("the same bits in every engine", () => {
  // Written down once; an engine that rounds as IEEE 754 says cannot give others.
  const bits = new BigUint64Array(Float64Array.of(log(1e-6), log(0.1), log(0.7), log(1.4), log(300)).buffer)
  expect([...bits].map((word) => word.toString(16))).toMatchInlineSnapshot(`
    [
      "c02ba18a998fffa0",
      "c0026bb1bbb55515",
      "bfd6d3c324e13f4f",
      "3fd588c2d913348f",
      "4016d0ac5a6095d8",
    ]
  `)
})
