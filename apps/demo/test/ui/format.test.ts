import { probabilityScale, valueScale } from "@pami/core"
import { expect, test } from "vitest"
import { rangeOfBars, shareOfRange } from "../../src/ui/logic/bars.ts"
import {
  bytes,
  className,
  count,
  duration,
  percent,
  rate,
  score,
  shown,
  value,
} from "../../src/ui/logic/format.ts"

test("probabilities in per cent, never rounded to 0 or 1", () => {
  expect([0, 0.0004, 0.6213, 0.99999, 1, 1 + 1e-7, NaN].map(percent)).toEqual([
    "0.0 %",
    "< 0.1 %",
    "62.1 %",
    "> 99.9 %",
    "100.0 %",
    "100.0 %",
    "–",
  ])
})

test("only a probability is in per cent", () => {
  expect([0, 0.0004, 0.6213, 1 + 1e-7, -1e-9, NaN].map((number) => score(number, probabilityScale))).toEqual([
    "0.0 %",
    "< 0.1 %",
    "62.1 %",
    "100.0 %",
    "0.0 %",
    "–",
  ])
  // Logits that are taken for probabilities.
  expect([-1.687, 1.019].map((number) => score(number, probabilityScale))).toEqual(["−1.687", "1.019"])
  expect([0.5, 58.93].map((number) => score(number, valueScale))).toEqual(["0.5", "58.93"])
})

test("values of a map have three digits and a true minus sign", () => {
  expect([0, 0.62345, -0.0345, 0.0000123, 123456].map(value)).toEqual([
    "0",
    "0.623",
    "−0.0345",
    "1.2e−5",
    "1.2e5",
  ])
})

test("counts, rates, times and sizes as people say them", () => {
  expect([7, 5918, 1234567].map(count)).toEqual(["7", "5\u202f918", "1\u202f234\u202f567"])
  expect([3.14, 141.59].map(rate)).toEqual(["3.1", "142"])
  expect([0.2, 41.6, 90, 3600, 4200].map(duration)).toEqual(["< 1 s", "42 s", "2 min", "1 h", "1 h 10 min"])
  expect([12, 133583, 250e6, 3.1e9].map(bytes)).toEqual(["12 bytes", "134 kB", "250 MB", "3.1 GB"])
})

test("a class is named by its first label or its number, and other outputs by their number", () => {
  expect(className("tabby, tabby cat", 281, probabilityScale)).toBe("tabby")
  expect([null, ""].map((label, index) => className(label, index, probabilityScale))).toEqual([
    "class 0",
    "class 1",
  ])
  expect(className(null, 0, valueScale)).toBe("output 0")
})

test("what cannot be seen in a name is written as its number, but what joins letters", () => {
  expect(
    ["a\u202eb", "a\u2028b", "a\u00adb", "a\u{e0041}b", "\u0645\u06cc\u200c\u062e"].map((name) =>
      shown(name),
    ),
  ).toEqual(["a\\u202eb", "a\\u2028b", "a\\u00adb", "a\\ue0041b", "\u0645\u06cc\u200c\u062e"])
})

test("bars of any numbers reach from the lowest to the highest, of probabilities from 0 to 1", () => {
  const bars = (scores: readonly number[], scale = valueScale) => {
    const classes = scores.map((score, index) => ({ class: index, score }))
    const range = rangeOfBars(classes, scale)
    return scores.map((score) => shareOfRange(score, range))
  }
  expect(bars([-1, -3, -5])).toEqual([1, 0.5, 0])
  expect(bars([8, 4, 2])).toEqual([1, 0.5, 0.25])
  expect(bars([-3])).toEqual([1])
  expect(bars([0.5, 0.25], probabilityScale)).toEqual([0.5, 0.25])
})
