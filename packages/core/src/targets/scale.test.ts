import { expect, test } from "vitest"
import { formatScore, nameTarget, probabilityScale, valueScale } from "./scale.ts"

test("a probability is shown in per cent, and no other number is", () => {
  expect(formatScore(0.6234, probabilityScale)).toBe("62.3 %")
  expect(formatScore(0.00001, probabilityScale)).toBe("< 0.1 %")
  expect(formatScore(0.99999, probabilityScale)).toBe("> 99.9 %")
  expect(formatScore(1, probabilityScale)).toBe("100.0 %")
  expect(formatScore(0.6234, valueScale)).toBe("0.6234")
  expect(formatScore(-12.34567, { unit: "log-probability" })).toBe("−12.35")
})

test("a score near 0 or 1 is not shown as 0 or 100 %", () => {
  expect([0, 0.0009, 0.001, 0.999, 0.9991].map((score) => formatScore(score, probabilityScale))).toEqual([
    "0.0 %",
    "< 0.1 %",
    "0.1 %",
    "99.9 %",
    "> 99.9 %",
  ])
  expect([NaN, Infinity].map((score) => formatScore(score, probabilityScale))).toEqual([
    "NaN %",
    "Infinity %",
  ])
  expect(formatScore(-0.02, probabilityScale)).toBe("-2.0 %")
})

test("a target is named by its label, or by its number and what it counts", () => {
  expect(nameTarget({ id: 3, label: "boat" }, probabilityScale)).toBe('"boat"')
  expect(nameTarget({ id: "left" }, probabilityScale)).toBe('"left"')
  expect(nameTarget({ id: 3 }, probabilityScale)).toBe("class 3")
  expect(nameTarget({ id: 3 }, valueScale)).toBe("output 3")
})
