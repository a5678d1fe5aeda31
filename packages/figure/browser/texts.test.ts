import { expect, test } from "vitest"
import { drawText, textHtml } from "../src/index.ts"
import { kept, randomTexts } from "../test/random-texts.ts"
import { fonts } from "../test/fonts.ts"

const seeds = Array.from({ length: 60 }, (_, seed) => seed)

test("a browser reads from HTML the texts that were given, character by character", () => {
  for (const seed of seeds) {
    const { texts, ...options } = randomTexts(seed)
    const page = new DOMParser().parseFromString(textHtml({ ...options, texts }), "text/html")
    const words = Array.from(page.querySelectorAll(".pami-words"), ({ textContent }) => textContent)
    const expected = texts.map(({ text }) => kept(text))
    expect(words).toEqual([...expected, ...expected])
    expect(page.querySelector("script")).toBeNull()
  }
})

test("a browser reads a figure of any text as XML", async () => {
  for (const seed of seeds) {
    const svg = await drawText(randomTexts(seed), { fonts })
    expect(new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("parsererror")).toBeNull()
  }
})
