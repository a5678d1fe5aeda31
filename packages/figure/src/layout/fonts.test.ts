import { expect, test } from "vitest"
import { dejavuSans } from "../node/dejavu-sans.ts"

const { regular } = await dejavuSans()

test("a font has the letters of its file whose scripts are set one by one", () => {
  expect(["a", "ß", "ж", "−", "…"].filter((character) => !regular.has(character))).toEqual([])
  // In no font of this package; set from right to left; a private character.
  expect(["猫", "ق", "\uE456"].filter((character) => regular.has(character))).toEqual([])
})

test("characters that a font lacks get about the width that other fonts give them", () => {
  const letters = regular.width("a", 20) + regular.width("b", 20)
  expect(regular.width("a猫b", 20) - letters).toBeCloseTo(20)
  expect(regular.width("aقb", 20) - letters).toBeCloseTo(14)
  expect(regular.width("a\u200Db", 20) - letters).toBeCloseTo(0)
})

test("letters lie one after the other, on the baseline, from the start of the text", () => {
  const xs = (path: string) => [...path.matchAll(/[ML](-?\d+(?:\.\d+)?)/g)].map(([, x]) => Number(x))
  const [one, two] = [xs(regular.outlines("l", 10, 0, 20)), xs(regular.outlines("ll", 10, 0, 20))]
  expect(Math.min(...one)).toBeGreaterThan(10)
  expect(Math.min(...two)).toBe(Math.min(...one))
  expect(Math.max(...two) - Math.max(...one)).toBeCloseTo(regular.width("l", 20), 1)
})
