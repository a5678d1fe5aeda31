import { expect, test } from "vitest"
import { kept, randomTexts } from "../../test/random-texts.ts"
import { fonts } from "../../test/tools.ts"
import { drawText, textHtml, textTerminal } from "../index.ts"
import { rasterizeSvg } from "../node/rasterize-svg.ts"
import { piecesOf } from "./pieces.ts"

const seeds = Array.from({ length: 150 }, (_, seed) => seed)

/** Throws unless every tag of the document has its end and every attribute its quotes, and nothing else is markup. */
function expectWellFormed(xml: string): void {
  const open: string[] = []
  const rest = xml.replace(
    /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end, name, attributes, empty) => {
      expect(attributes.replaceAll(/&(?:\w+|#\d+);/g, "")).not.toContain("&")
      if (end) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name)
      return ""
    },
  )
  expect(open).toEqual([])
  expect(rest.replaceAll(/&(?:\w+|#\d+);/g, "")).not.toMatch(/[<>&]/)
  expect(xml).not.toMatch(/(?![\t\n\r])\p{Control}|[\uFFFE\uFFFF]|\p{Surrogate}/u)
}

test("a figure of any text is well-formed, with no other size than a number", async () => {
  for (const seed of seeds) {
    const svg = await drawText(randomTexts(seed), { fonts })
    expectWellFormed(svg)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  }
})

test("figures of any text can be rasterized", async () => {
  for (const seed of seeds.slice(0, 10))
    expect((await rasterizeSvg(await drawText(randomTexts(seed), { fonts }))).length).toBeGreaterThan(100)
})

test("the pieces of a text are the text, and none starts within a character", () => {
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" })
  for (const seed of seeds)
    for (const drawn of randomTexts(seed).texts) {
      const pieces = piecesOf(drawn)
      expect(pieces.map(({ start, end }) => drawn.text.slice(start, end)).join("")).toBe(drawn.text)
      const borders = new Set(Array.from(graphemes.segment(drawn.text), ({ index }) => index))
      expect(pieces.filter(({ start }) => !borders.has(start))).toEqual([])
    }
})

test("HTML holds the whole text, escaped", () => {
  const decoded = (html: string) =>
    html.replace(/<[^>]*>/g, "").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  for (const seed of seeds) {
    const options = randomTexts(seed)
    const html = textHtml(options)
    const words = Array.from(
      html.matchAll(/<div class="pami-words" dir="auto">(.*?)<\/div>/gs),
      ([, text]) => text,
    )
    const texts = options.texts.map(({ text }) => kept(text))
    expect(words.map(decoded)).toEqual([...texts, ...texts])
    for (const one of words) expectWellFormed(one.replaceAll(/[\p{Control}\uFFFF]/gu, ""))
    expect(html).not.toMatch(/\p{Surrogate}/u)
  }
})

test("a terminal gets colours and line feeds and no other control character", () => {
  for (const seed of seeds) {
    const options = randomTexts(seed)
    for (const colors of ["truecolor", "256", "none"] as const) {
      const written = textTerminal(options, { colors })
      // oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
      const rest = written.replaceAll(/\u001B\[[\d;]+m/g, "")
      expect(rest).not.toMatch(/(?![\n\u200C\u200D])[\p{Control}\p{Format}\p{Surrogate}]/u)
      if (colors === "none") expect(rest).toBe(written)
    }
  }
})
