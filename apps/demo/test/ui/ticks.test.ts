import { expect, test } from "vitest"
import { ticksOf } from "../../src/ui/logic/ticks.ts"

const texts = (min: number, max: number) => ticksOf(min, max).map(({ text }) => text)

test("ticks are round and have the digits of their step", () => {
  expect(texts(0, 1)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  expect(texts(-0.3, 0.3)).toEqual(["−0.2", "0", "0.2"])
  expect(texts(0, 250)).toEqual(["0", "50", "100", "150", "200", "250"])
  expect(texts(0, 3e-6)).toEqual(["0", "1.0e−6", "2.0e−6", "3.0e−6"])
})

test("a map of one value has that one, a map of nothing none", () => {
  expect(texts(0.5, 0.5)).toEqual(["0.50"])
  expect(texts(NaN, NaN)).toEqual([])
})
