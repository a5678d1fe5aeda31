import { expect, test } from "vitest"
import { exp } from "./exp.ts"
import { random } from "./random.ts"

test("within four units in the last place of the engine's own, everywhere", () => {
  const next = random(1)
  let worst = 0
  for (let i = 0; i < 300_000; i++) {
    const x = i % 2 ? -700 + 1400 * next() : -40 + 80 * next()
    worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1))
  }
  // Its own rounding of seven steps, and the engine's.
  expect(worst).toBeLessThan(4 * 2 ** -52)
})

test("the ends and the odd ones", () => {
  expect(exp(0)).toBe(1)
  expect(exp(-744)).toBeGreaterThan(0)
  expect(exp(-800)).toBe(0)
  expect(exp(-Infinity)).toBe(0)
  expect(exp(709.7)).toBeLessThan(Infinity)
  expect(exp(710)).toBe(Infinity)
  expect(exp(NaN)).toBeNaN()
})

test("the same bits in every engine", () => {
  // Written down once; an engine that rounds as IEEE 754 says cannot give others.
  const bits = new BigUint64Array(
    Float64Array.of(exp(-0.1), exp(-1), exp(-12.34), exp(-300.7), exp(5.5)).buffer,
  )
  expect([...bits].map((word) => word.toString(16))).toMatchInlineSnapshot(`
    [
      "3fecf46d99d52b3a",
      "3fd78b56362cef37",
      "3ed257c2c1ce3702",
      "24d225720438e36c",
      "406e96244f21bbf6",
    ]
  `)
})
