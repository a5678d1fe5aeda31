import { expect, test } from "vitest"
import { dejavuSans } from "../node/dejavu-sans.ts"
import { line, lineWidth, wrap } from "./text.ts"

const fonts = await dejavuSans()
const plain = { x: 0, y: 0, size: 12, fill: "#000" }

test("right-to-left and joined scripts are never drawn letter by letter", () => {
  for (const text of ["قطة سوداء", "חתול", "बिल्ली", "แมว"])
    expect(line(fonts, [{ text: `a ${text}!` }], plain)).toContain(`>${text}</text>`)
  for (const text of ["Größe", "γάτα", "кошка", "Ångström – “x” ≤ 3 − 2 …"])
    expect(line(fonts, [{ text }], plain)).not.toContain("<text")
})

test("a character whose middle is at zero is drawn whole", () => {
  const numbers = (x: number) =>
    [...line(fonts, [{ text: "0" }], { ...plain, x, anchor: "middle" }).matchAll(/-?\d+(\.\d+)?/g)].length
  expect(numbers(0)).toBe(numbers(100))
})

test("a line that is too long ends in an ellipsis", () => {
  const spans = [
    { text: "probability of " },
    { text: "a label that takes more room", style: "italic" as const },
  ]
  const whole = lineWidth(fonts, spans, 12)
  const drawn = (width: number) => line(fonts, spans, { ...plain, width })
  expect(drawn(whole + 1)).toBe(line(fonts, spans, plain))
  expect(drawn(120).length).toBeLessThan(drawn(whole + 1).length)
  expect(drawn(0)).toContain("aria-label")
})

test("a label of many thousand characters is truncated like one of a few hundred", () => {
  const drawn = (count: number) =>
    line(fonts, [{ text: "m".repeat(count) }], { ...plain, width: 300 }).replace(/aria-label="m+"/, "")
  expect(drawn(400_000)).toBe(drawn(400))
})

test("a paragraph is broken at spaces into lines that fit", () => {
  const text = "one two three four five six seven eight nine ten"
  const lines = wrap(fonts, text, 12, 80)
  expect(lines.join(" ")).toBe(text)
  expect(lines.length).toBeGreaterThan(2)
  for (const text of lines) expect(lineWidth(fonts, [{ text }], 12)).toBeLessThanOrEqual(80)
})
