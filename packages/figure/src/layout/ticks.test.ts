import { expect, test } from "vitest"
import { ticks } from "./ticks.ts"

test("ticks are round and have the digits of their step", () => {
  const texts = (min: number, max: number) => ticks(min, max).map(({ text }) => text)
  expect(texts(0, 1)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  expect(texts(-0.3, 0.3)).toEqual(["−0.2", "0", "0.2"])
  expect(texts(0.0031, 0.0049)).toEqual(["0.0035", "0.0040", "0.0045"])
  expect(texts(0, 3e-6)).toEqual(["0", "1e−6", "2e−6", "3e−6"])
  expect(texts(0, 250)).toEqual(["0", "50", "100", "150", "200", "250"])
  expect(texts(1, 1)).toEqual([])
})
