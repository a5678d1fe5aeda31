import { probabilityScale } from "@pami/core"
import { expect, test } from "vitest"
import { textTerminal, type TextTerminalOptions } from "../../index.ts"
import { nearestOf256 } from "./colors-256.ts"

const text = "A fine film"
const units = [
  { start: 0, end: 1 },
  { start: 2, end: 6 },
  { start: 7, end: 11 },
]
const options: TextTerminalOptions = {
  texts: [{ text, units }],
  targets: [{ label: "good", score: 0.9, map: Float32Array.of(0.125, 0.875, 0.5) }],
  scoreScale: probabilityScale,
}

test("without colours brackets mark the strong units, and a list names them", () => {
  expect(textTerminal(options).split("\n")).toEqual([
    "good   90.0 %",
    "A [[fine]] [film]",
    "",
    "[[ ]] upper, [ ] middle third from 0.125 to 0.875: probability of good",
    "  0.875  fine",
    "    0.5  film",
    "  0.125  A",
    "",
  ])
  expect(textTerminal(options, { most: 0 })).not.toContain("  0.875")
})

test("in a contrast braces mark the units for the other side", () => {
  const targets = [{ label: "good", versus: "bad", map: Float32Array.of(0.5, -1, 0) }]
  expect(
    textTerminal({ ...options, targets })
      .split("\n")
      .slice(0, 2),
  ).toEqual(["good versus bad", "[A] {{fine}} film"])
})

test("with colours the letters can be read and every style ends with its unit", () => {
  const style = (codes: string, word: string) => new RegExp(`\u001B\\[${codes}m${word}\u001B\\[0m`)
  const [, line] = textTerminal(options, { colors: "truecolor" }).split("\n")
  expect(line.startsWith("A \u001B")).toBe(true)
  expect(line).toMatch(style("48;2;103;0;31;38;2;255;255;255", "fine"))
  expect(line).toMatch(style(String.raw`48;2;\d+;\d+;\d+;38;2;27;27;31`, "film"))
  const [, few] = textTerminal(options, { colors: "256" }).split("\n")
  expect(few).toMatch(style("48;5;52;38;5;231", "fine"))
  expect(few).toMatch(style(String.raw`48;5;\d+;38;5;16`, "film"))
})

test("a background ends at a line break", () => {
  const sentence = { text: "a\r\nb", units: [{ start: 0, end: 4 }] }
  const targets = [{ label: "x", versus: "y", map: Float32Array.of(1) }]
  const lines = textTerminal({ ...options, texts: [sentence], targets }, { colors: "256" }).split("\n")
  expect(lines.slice(1, 3)).toEqual(["a", "b"].map((letter) => `\u001B[48;5;52;38;5;231m${letter}\u001B[0m`))
})

test("sequences in a stranger's text, label or name are shown, not sent", () => {
  const evil = "\u001B]0;owned\u0007\u009B2J\u202E"
  const texts = [
    { name: evil, text: evil, units: [{ start: 0, end: evil.length }] },
    { name: "b", text: "c", units: [] },
  ]
  const written = textTerminal({ ...options, texts, targets: [{ label: evil, map: Float32Array.of(1) }] })
  expect(written).toContain("<U+001B>]0;owned<U+0007><U+009B>2J<U+202E>:")
  expect(written).not.toMatch(/(?!\n)\p{Control}|\u202E/u)
})

test("what the model did not see is marked", () => {
  const texts = [{ text, units, shown: { start: 0, end: 6 } }]
  expect(textTerminal({ ...options, texts }).split("\n")[1]).toBe("A [[fine]]<| film|>")
  expect(textTerminal({ ...options, texts }, { colors: "truecolor" })).toContain(
    "\u001B[38;2;128;128;128m film\u001B[0m",
  )
})

test("of a long text that the model did not see, the beginning is shown", () => {
  const long = `A fine${" film".repeat(1000)}`
  const lines = textTerminal({ ...options, texts: [{ text: long, units, shown: { start: 0, end: 6 } }] })
  expect(lines.split("\n")[1]).toBe(`A [[fine]]<|${" film".repeat(16)}… 4,920 more characters|>`)
})

test("the nearest of the 256 colours is in the cube or among the greys", () => {
  expect(nearestOf256([255, 0, 0])).toEqual({ index: 196, color: [255, 0, 0] })
  expect(nearestOf256([118, 118, 118])).toEqual({ index: 243, color: [118, 118, 118] })
  expect(nearestOf256([0, 0, 0]).index).toBe(16)
})

test("a number of units below zero is refused", () => {
  expect(() => textTerminal(options, { most: -1 })).toThrow(
    "most must be a whole number of units from 0, got -1",
  )
})
