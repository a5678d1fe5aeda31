import { expect, test } from "vitest"
import { dejavuSans } from "../node/dejavu-sans.ts"
import { fonts as boxes } from "../../test/tools.ts"
import { line, lineWidth, textCharacters, wrap } from "./text.ts"

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

/** Returns the text of each box: with these fonts a letter is 0.6 sizes wide, a bold one 0.7, an italic one 0.5. */
const drawn = (svg: string) =>
  [...svg.matchAll(/d="M([-\d.]+) ([-\d.]+)h([\d.]+)v/g)].map(([, x, y, width]) => [x, y, width].map(Number))

test("spans follow each other, each in its font and its fill", () => {
  const spans = [
    { text: "ab" },
    { text: "cd", style: "bold" as const, fill: "#f00" },
    { text: "ef", style: "italic" as const },
  ]
  const svg = line(boxes, spans, { ...plain, x: 5, y: 7, size: 10 })
  expect(drawn(svg)).toEqual([
    [5, 7, 12],
    [17, 7, 14],
    [31, 7, 10],
  ])
  expect(svg.match(/<path [^>]*>/g)!.map((path) => / fill="[^"]*"/.exec(path)?.[0])).toEqual([
    undefined,
    ' fill="#f00"',
    undefined,
  ])
  expect(svg).toMatch(/^<g role="img" aria-label="abcdef" fill="#000">/)
  expect(lineWidth(boxes, spans, 10)).toBe(36)
})

test("an anchor is the start, the middle or the end of a line, and a rotation turns around it", () => {
  const left = (anchor?: "start" | "middle" | "end") =>
    drawn(line(boxes, [{ text: "abcd" }], { ...plain, x: 50, size: 10, ...(anchor && { anchor }) }))[0][0]
  expect([left(), left("start"), left("middle"), left("end")]).toEqual([50, 50, 38, 26])
  expect(line(boxes, [{ text: "a" }], { ...plain, x: 3, y: 4, rotate: -90 })).toContain(
    'transform="rotate(-90 3 4)"',
  )
  expect(line(boxes, [{ text: "a" }], plain)).not.toContain("transform")
})

test("characters that a font lacks become one text, from the first to the last, in place", () => {
  const svg = line(boxes, [{ text: "ab 猫 c 犬!", style: "bold" }], { ...plain, x: 1, size: 10 })
  expect(drawn(svg)).toEqual([
    [1, 0, 21],
    [57, 0, 7],
  ])
  expect(svg).toMatch(/<text x="22.00" y="0" [^>]*font-size="10" font-weight="bold"[^>]*>猫 c 犬<\/text>/)
  expect(line(boxes, [{ text: "猫", style: "italic", fill: "#f00" }], plain)).toMatch(
    /font-style="italic" fill="#f00"/,
  )
  expect(line(boxes, [{ text: "猫" }], plain)).not.toMatch(/font-weight|font-style|<path/)
  expect(textCharacters(line(boxes, [{ text: "猫a猫" }, { text: "<犬>" }], plain))).toEqual(["猫", "a", "犬"])
})

test("the longest span is truncated to what fits, with an ellipsis", () => {
  const width = (text: string, style: "regular" | "bold", room: number) =>
    drawn(line(boxes, [{ text: "ab" }, { text, style }], { ...plain, size: 10, width: room })).map(
      ([, , one]) => one,
    )
  // "ab" has 12; eight letters have 48, seven and an ellipsis too.
  expect(width("abcdefgh", "regular", 60)).toEqual([12, 48])
  expect(width("abcdefgh", "regular", 59)).toEqual([12, 42])
  expect(width("abcdefgh", "regular", 54)).toEqual([12, 42])
  expect(width("abcdefgh", "regular", 53)).toEqual([12, 36])
  expect(width("abcdefgh", "bold", 68)).toEqual([12, 56])
  expect(width("abcdefgh", "bold", 67)).toEqual([12, 49])
  // A space before the ellipsis is left out.
  expect(width("abc defgh", "regular", 49)).toEqual([12, 36])
  expect(width("abc defgh", "regular", 47)).toEqual([12, 24])
  // If only the ellipsis is left of one, the next is truncated.
  expect(width("abcdefgh", "regular", 18)).toEqual([12, 6])
  expect(width("abcdefgh", "regular", 12)).toEqual([6, 6])
  expect(width("abcdefgh", "regular", 0)).toEqual([6, 6])
})

test("control characters and halves of characters become spaces, and letters of XML are escaped", () => {
  const label = (text: string) => /aria-label="([^"]*)"/.exec(line(boxes, [{ text }], plain))![1]
  expect(label("a\u0000\n\uD800\uFFFEb")).toBe("a b")
  expect(label('<a> & "b"')).toBe("&lt;a&gt; &amp; &quot;b&quot;")
  expect(label("m".repeat(5000))).toHaveLength(4096)
})

test("lines are as long as fits", () => {
  expect(wrap(boxes, "aa bb  cc\ndd", 10, 30)).toEqual(["aa bb", "cc dd"])
  expect(wrap(boxes, "aa bb", 10, 29)).toEqual(["aa", "bb"])
  expect(wrap(boxes, "abcdefgh a", 10, 30)).toEqual(["abcdefgh", "a"])
  expect(wrap(boxes, "a  b", 10, 90)).toEqual(["a b"])
  expect(wrap(boxes, "", 10, 30)).toEqual([])
})

test("a paragraph is broken at spaces into lines that fit", () => {
  const text = "one two three four five six seven eight nine ten"
  const lines = wrap(fonts, text, 12, 80)
  expect(lines.join(" ")).toBe(text)
  expect(lines.length).toBeGreaterThan(2)
  for (const text of lines) expect(lineWidth(fonts, [{ text }], 12)).toBeLessThanOrEqual(80)
})
