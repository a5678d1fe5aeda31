import { probabilityScale } from "@pami/core"
import { expect, test } from "vitest"
import { fonts } from "../../../test/tools.ts"
import { drawText, type DrawTextOptions } from "../../index.ts"
import { dejavuSans } from "../../node/dejavu-sans.ts"
import { renderText } from "../../node/render.ts"

/** Returns the words of a text: stretches of letters and digits. */
const wordsOf = (text: string) =>
  Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }))

function options(text: string, values: readonly number[]): DrawTextOptions {
  return {
    texts: [{ text, units: wordsOf(text) }],
    targets: [{ label: "good", score: 0.9, map: Float32Array.from(values) }],
    title: "Why good?",
    scoreScale: probabilityScale,
  }
}
const draw = (options: DrawTextOptions) => drawText(options, { fonts })
const labels = (svg: string) => Array.from(svg.matchAll(/aria-label="([^"]*)"/g), ([, label]) => label)

/** Returns the backgrounds with the words on them: `{ word, fill, ink, x, y }`. */
function boxes(svg: string) {
  const paths = new Map(Array.from(svg.matchAll(/<path id="([^"]*)"/g), ([, id]) => [id, lettersOf(id)]))
  return Array.from(
    svg.matchAll(
      /<g><title>([^<]*)<\/title>(?:<rect x="([-\d.]+)" y="([\d.]+)" width="([\d.]+)" height="22" rx="2.5" fill="(#\w+)"\/>)?(.*?)<\/g>/g,
    ),
    ([, title, x, y, width, fill, inner]) => ({
      title,
      x: Number(x),
      y: Number(y),
      right: Number(x) + Number(width),
      fill,
      ink: /fill="(#\w+)"/.exec(inner)?.[1],
      word: Array.from(
        inner.matchAll(/href="#([^"]*)"|<text[^>]*>([^<]*)/g),
        ([, id, text]) => paths.get(id) ?? text,
      ).join(" "),
    }),
  )
}

/** Returns the letters that an id of outlines names. */
const lettersOf = (id: string) =>
  String.fromCodePoint(
    ...id
      .split("-")
      .slice(1)
      .map((code) => Number.parseInt(code, 36)),
  )

test("the strongest word is darkest, with white letters, and its title tells its importance", async () => {
  const svg = await draw(options("a fine film", [0.1, 0.9, 0.3]))
  const [a, fine, film] = boxes(svg)
  expect([a.word, fine.word, film.word]).toEqual(["a", "fine", "film"])
  expect(fine).toMatchObject({ fill: "#67001f", ink: "#ffffff", title: "fine: 0.9" })
  expect(a).toMatchObject({ fill: "#f2efed", ink: "#1b1b1f" })
  expect([a.y, fine.y]).toEqual([film.y, film.y])
  expect(a.right).toBeLessThan(fine.x)
  expect(fine.right).toBeLessThan(film.x)
  for (const text of ["Why good?", "good   90.0 %", "probability of good", "a fine film"])
    expect(labels(svg)).toContain(text)
})

test("in a contrast, words for the other side are blue, and a map of zeros is neutral", async () => {
  const contrast = (values: readonly number[]) => {
    const [target] = options("a fine film", values).targets
    return draw({ ...options("a fine film", values), targets: [{ ...target, versus: "bad" }] })
  }
  const [a, fine, film] = boxes(await contrast([-0.5, 0.5, 0]))
  expect([a.fill, fine.fill, film.fill, a.title]).toEqual(["#053061", "#67001f", film.fill, "a: −0.5"])
  expect(fine.title).toBe("fine: +0.5")
  expect(new Set(boxes(await contrast([0, 0, 0])).map(({ fill }) => fill))).toEqual(new Set([film.fill]))
})

test("lines are as long as the width allows, and break where the text breaks them", async () => {
  const text = "one two three four five six\r\nseven\n\neight"
  const svg = await draw({ ...options(text, [1, 2, 3, 4, 5, 6, 7, 8]), width: 200 })
  const lines = new Map<number, string[]>()
  for (const { word, y, right } of boxes(svg)) {
    lines.set(y, [...(lines.get(y) ?? []), word])
    expect(right).toBeLessThanOrEqual(200)
  }
  const [first, ...others] = lines.keys()
  expect([...lines.values()].map((words) => words.join(" "))).toEqual([
    "one two three four",
    "five six",
    "seven",
    "eight",
  ])
  expect(others.map((y) => (y - first) / 27)).toEqual([1, 2, 4])
})

test("a word longer than a line is split between characters, never within one", async () => {
  const family = "👨‍👩‍👧"
  const text = family.repeat(30) + "e\u0301".repeat(60)
  const svg = await draw({
    ...options("", []),
    texts: [{ text, units: [{ start: 0, end: text.length }] }],
    targets: [{ label: "a", map: Float32Array.of(1) }],
    width: 200,
  })
  const words = boxes(svg).map(({ word }) => word)
  expect(words.length).toBeGreaterThan(4)
  expect(words.join("").replaceAll(" ", "")).toBe(text.normalize("NFC"))
  for (const word of words) expect(word.replaceAll(" ", "")).toMatch(/^(?:👨‍👩‍👧)*é*$/u)
})

test("a unit that ends within a character is drawn to the end of the character", async () => {
  const text = "e\u0301a"
  const drawn = {
    text,
    units: [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ],
  }
  const svg = await draw({
    ...options("", []),
    texts: [drawn],
    targets: [{ label: "a", map: Float32Array.of(0, 1) }],
  })
  expect(boxes(svg).map(({ word }) => word)).toEqual(["é", "a"])
})

test("what the model did not see is grey, and the figure says so", async () => {
  const base = options("a fine film", [0.1, 0.9, 0.3])
  const svg = await draw({ ...base, texts: [{ ...base.texts[0], shown: { start: 0, end: 6 } }] })
  const [, fine, film] = boxes(svg)
  expect(fine.fill).toBe("#67001f")
  expect(film).toMatchObject({ fill: undefined, ink: "#747474", title: "film: not seen by the model" })
  expect(labels(svg)).toContain("Grey: cut off, not seen by the model.")
})

test("a unit of unknown importance has no background", async () => {
  const svg = await draw(options("a fine film", [0.1, NaN, 0.3]))
  expect(boxes(svg)[1]).toMatchObject({ fill: undefined, title: "fine: unknown" })
  expect(labels(svg)).toContain("Without a background: importance not known.")
})

test("several texts lie below each other under their names, several targets in blocks", async () => {
  const texts = [
    { name: "premise", text: "a man", units: wordsOf("a man") },
    { name: "hypothesis", text: "nobody", units: wordsOf("nobody") },
  ]
  const targets = [
    { label: "yes", map: Float32Array.of(0, 1, 0.5) },
    { label: "no", map: Float32Array.of(0, 0.5, 1) },
  ]
  const svg = await draw({
    ...options("", []),
    texts,
    targets,
    predictions: [{ label: "no", score: 0.8 }],
    footer: ["Seed 1."],
  })
  const shown = labels(svg).filter((label) =>
    ["premise", "hypothesis", "yes", "no", "a man", "nobody"].includes(label),
  )
  expect(shown).toEqual([
    "no",
    "yes",
    "premise",
    "a man",
    "hypothesis",
    "nobody",
    "no",
    "premise",
    "a man",
    "hypothesis",
    "nobody",
  ])
  expect(labels(svg)).toContain("Seed 1.")
  const dark = boxes(svg).filter(({ fill }) => fill === "#67001f")
  expect(dark.map(({ word }) => word)).toEqual(["man", "nobody"])
  expect(labels(await draw({ ...options("a man", [0, 1]), texts: [texts[0]] }))).not.toContain("premise")
})

test("a line that starts with Hebrew starts on the right; words from left to right keep their order in it", async () => {
  const svg = await draw({ ...options("שלום one two (עולם) 12", [1, 2, 3, 4, 5]), width: 400 })
  const order = boxes(svg)
    .toSorted((a, b) => a.x - b.x)
    .map(({ word }) => word)
  expect(order).toEqual(["12", "עולם", "one", "two", "שלום"])
  expect(Math.max(...boxes(svg).map(({ right }) => right))).toBeCloseTo(400, 0)
  expect(svg).toContain('direction="rtl"')
  // The bracket that opens is on the right of the word.
  const brackets = Array.from(
    svg.matchAll(/<use href="#w15-(\w+)" x="([\d.]+)"/g),
    ([, code, x]) => [lettersOf(`w-${code}`), Number(x)] as const,
  )
  const [left, right] = brackets.filter(([letter]) => "()".includes(letter)).toSorted((a, b) => a[1] - b[1])
  expect([left[0], right[0]]).toEqual(["(", ")"])
})

test("an English line with a Hebrew word starts on the left", async () => {
  const order = boxes(await draw(options("one שלום עולם two", [1, 2, 3, 4]))).toSorted((a, b) => a.x - b.x)
  expect(order.map(({ word }) => word)).toEqual(["one", "עולם", "שלום", "two"])
})

test("Chinese lines break between words, not before a full stop", async () => {
  const text = "这部电影非常好看。".repeat(6)
  const units = Array.from(text.matchAll(/这部|电影|非常|好看/g), ({ index }) => ({
    start: index,
    end: index + 2,
  }))
  const svg = await draw({
    ...options("", []),
    texts: [{ text, units }],
    targets: [{ label: "a", map: new Float32Array(24) }],
    width: 200,
  })
  const rows = Array.from(
    svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)/g),
    ([, x, y, word]) => ({ x: Number(x), y, word }),
  )
  const ys = [...new Set(rows.map(({ y }) => y))]
  const firsts = ys.map((at) => rows.filter(({ y }) => y === at).toSorted((a, b) => a.x - b.x)[0].word)
  expect(firsts.length).toBeGreaterThan(2)
  expect(firsts).not.toContain("。")
})

test("a long text is shortened to the sentences of its strongest units, and a short question stays", async () => {
  const sentence = (word: string) => `This sentence of the text is about ${word} and ends. `
  const text = [...Array(100).keys()].map((i) => sentence(i === 60 ? "gold" : `n${i}`)).join("")
  const units = wordsOf(text)
  const map = Float32Array.from(units, ({ start, end }) => (text.slice(start, end) === "gold" ? 1 : 0.1))
  const texts = [
    { name: "a.md", text, units },
    { name: "question", text: "Where?", units: [] },
  ]
  const svg = await draw({ ...options("", []), texts, targets: [{ label: "a", map }], longest: 300 })
  const shown = labels(svg).find((label) => label.includes("gold"))!
  expect(shown.length).toBeLessThan(320)
  expect(shown).toContain(sentence("gold").trim())
  expect(labels(svg)).toContain("Where?")
  expect(
    labels(svg).some((label) =>
      /^Shortened to the sentences of the strongest units: \d\d of 1000 units\.$/.test(label),
    ),
  ).toBe(true)
})

test("of many texts, those without a strong unit are left out", async () => {
  const texts = Array.from({ length: 30 }, (_, i) => {
    const text = `Document ${i} says: ${"plain words, ".repeat(12)}and ends.`
    return { name: `d${i}.md`, text, units: [{ start: 0, end: text.length }] }
  })
  const map = Float32Array.from({ length: 30 }, (_, i) => (i === 17 ? 1 : 0))
  const svg = await draw({ ...options("", []), texts, targets: [{ label: "a", map }], longest: 400 })
  expect(labels(svg)).toContain("d17.md")
  expect(labels(svg).filter((label) => label.endsWith(".md")).length).toBeLessThan(4)
  expect(labels(svg).join()).toMatch(/2 of 30 units of 2 of 30 texts/)
})

test("a text of ten thousand words without a full stop has a figure of limited size", async () => {
  const text = "word ".repeat(10_000)
  const svg = await draw({ ...options(text, Array(10_000).fill(0.5)) })
  expect(Number(/height="(\d+)"/.exec(svg)![1])).toBeLessThan(3000)
  const lines = await draw({ ...options("a\n".repeat(5000), Array(5000).fill(0.5)) })
  expect(Number(/height="(\d+)"/.exec(lines)![1])).toBeLessThan(3000)
})

test("outlines of a word are defined once for all targets", async () => {
  const base = options("a fine fine film", [0.1, 0.9, 0.9, 0.3])
  const [target] = base.targets
  const svg = await draw({ ...base, targets: [target, target] })
  expect(svg.match(/<path id="w15-/g)).toHaveLength(3)
  expect(svg.match(/<use /g)).toHaveLength(8)
})

test("a PNG of a text in a script without a font comes with a finding", async () => {
  const { findings } = await renderText(options("\uE456 a", [0.5]))
  expect(findings.map(({ code }) => code)).toEqual(["LABEL_NOT_DRAWN"])
  expect((await renderText(options("a fine film", [0.1, 0.9, 0.3]))).findings).toEqual([])
})

test("letters of DejaVu Sans with accents are outlines", async () => {
  const svg = await drawText(options("Cafe\u0301 na\u00EFve x\u0302", [1, 2, 3]), {
    fonts: await dejavuSans(),
  })
  expect(svg).not.toContain("<text")
})

test("texts, units, maps and options that do not fit are refused", async () => {
  const base = options("a fine film", [0.1, 0.9, 0.3])
  const withUnits = (...units: { start: number; end: number }[]) =>
    draw({
      ...base,
      texts: [{ text: "ab", units }],
      targets: [{ label: "a", map: new Float32Array(units.length) }],
    })
  await expect(draw({ ...base, texts: [] })).rejects.toThrow("at least one text")
  await expect(draw({ ...base, targets: [] })).rejects.toThrow("at least one target")
  await expect(draw({ ...base, targets: [{ label: "a", map: new Float32Array(2) }] })).rejects.toThrow(
    "3 values, one for each unit, not 2",
  )
  await expect(withUnits({ start: 0, end: 2 }, { start: 1, end: 2 })).rejects.toThrow("must not overlap")
  await expect(withUnits({ start: 0, end: 3 })).rejects.toThrow("no place from 0 to 3")
  await expect(withUnits({ start: 0.5, end: 1 })).rejects.toThrow(RangeError)
  for (const wrong of [{ width: 100 }, { width: NaN }, { longest: 10 }])
    await expect(draw({ ...base, ...wrong })).rejects.toThrow(RangeError)
})
