import { expect, test } from "vitest"
import { ticks } from "./ticks.ts"

test("ticks are round and have the digits of their step", () => {
  const texts = (min: number, max: number, count?: number) => ticks(min, max, count).map(({ text }) => text)
  expect(texts(0, 1, 2)).toEqual(["0", "0.5", "1.0"])
  expect(texts(0.084, 0.365, 2)).toEqual(["0.1", "0.2", "0.3"])
  expect(ticks(-2, 2, 2).map(({ value }) => value)).toEqual([-2, 0, 2])
  expect(texts(0, 1)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  expect(texts(-0.3, 0.3)).toEqual(["−0.2", "0", "0.2"])
  expect(texts(0.0031, 0.0049)).toEqual(["0.0035", "0.0040", "0.0045"])
  expect(texts(0, 3e-6)).toEqual(["0", "1e−6", "2e−6", "3e−6"])
  expect(texts(0, 250)).toEqual(["0", "50", "100", "150", "200", "250"])
  expect(texts(1, 1)).toEqual([])
  expect(texts(2, 1)).toEqual([])
  expect(texts(0, Infinity)).toEqual([])
  expect(texts(NaN, 1)).toEqual([])
  expect(texts(0, 10)).toEqual(["0", "2", "4", "6", "8", "10"])
  expect(texts(0, 5.5)).toEqual(["0", "1", "2", "3", "4", "5"])
  expect(texts(0, 5.6)).toEqual(["0", "2", "4"])
  expect(texts(-1e-4, 1e-4)).toEqual(["−1.0e−4", "−5e−5", "0", "5e−5", "1.0e−4"])
  expect(texts(0, 5e5)).toEqual(["0", "1e5", "2e5", "3e5", "4e5", "5e5"])
  expect(texts(-5e4, 5e4)).toEqual(["−40000", "−20000", "0", "20000", "40000"])
  expect(texts(1_000_000, 1_000_500)).toEqual([
    "1.0000e6",
    "1.0001e6",
    "1.0002e6",
    "1.0003e6",
    "1.0004e6",
    "1.0005e6",
  ])
  expect(texts(1e9, 1e9 + 5)[1]).toBe("1.000000e9")
})
