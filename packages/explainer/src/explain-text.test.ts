import { functionBackend } from "@pami/backend-kit/function-backend"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { explainer } from "./index.ts"

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "pami-text-"))))
afterAll(() => rm(folder, { recursive: true }))

const text = { dtype: "string", shape: [null] } as const

/** Knows one word. */
const liking = functionBackend(
  ({ review }) => review.data.map((one) => (/\bfine\b/.test(one) ? [0.125, 0.875] : [0.75, 0.25])),
  { inputs: [{ name: "review", ...text }], itemsPerCall: 64 },
)
const options = { labels: ["negative", "positive"], activation: "none" } as const
const explain = await explainer(await liking.load("liking"), options)
const sentence = "A fine film,\r\nfine indeed 🙂"

test("a string is the text itself; the pieces have their places, and make up the text", async () => {
  const { prediction, map, texts, axes, size, recipe } = await explain(sentence)
  expect(prediction[0]).toMatchObject({ label: "positive", score: 0.875 })
  const [{ name, text: whole, pieces }] = texts!(map())
  expect([name, whole]).toEqual(["text", sentence])
  expect(pieces.map((piece) => piece.text).join("")).toBe(sentence)
  for (const piece of pieces) expect(sentence.slice(piece.start, piece.end)).toBe(piece.text)
  const units = pieces.filter(({ importance }) => importance !== null)
  const strongest = units.toSorted((a, b) => b.importance! - a.importance!).slice(0, 2)
  expect(strongest.map((piece) => piece.start)).toEqual([2, 14])
  expect(axes[0].labels).toEqual(units.map((piece) => piece.text))
  expect(size).toBe("7 words")
  expect(recipe).toMatchObject({ kind: "text", texts: { text: sentence }, units: "words" })
})

test("a file gives the same map as its text, by its path, address or bytes", async () => {
  const path = join(folder, "review.txt")
  await writeFile(path, sentence)
  const expected = (await explain(sentence)).map()
  for (const input of [{ file: path }, pathToFileURL(path), new TextEncoder().encode(sentence)])
    expect((await explain(input)).map()).toEqual(expected)
})

test("a page, lines for a terminal and a figure show the words", async () => {
  const { html, terminal, figure } = await explain("so fine", { name: "<b>.txt" })
  expect(html!()).toContain("&#60;b&#62;.txt")
  expect(html!()).not.toContain("<script")
  expect(terminal!()).toContain("[[fine]]")
  expect(terminal!({ colors: "truecolor" })).toContain("\u001B[")
  expect(new TextDecoder().decode(await figure({ format: "svg" }))).toMatch(/^<svg/)
})

test("sentences, own places and deleted or replaced words are options", async () => {
  const two = "It is fine. It is long."
  const { map, texts } = await explain(two, { units: "sentences" })
  expect(map()[0]).toBeGreaterThan(map()[1])
  expect(texts!(map())[0].pieces.map((piece) => piece.text)).toEqual(["It is fine.", " ", "It is long."])
  const own = await explain(two, { units: [{ start: 6, end: 10 }] })
  expect(own.axes[0].labels).toEqual(["fine"])
  const other = await explain(two, { mask: "word:fine" })
  // The masked text is as good as the text.
  expect(other.findings.map(({ code }) => code)).toContain("INPUT_IGNORED")
})

const pair = functionBackend(
  ({ premise, hypothesis }) =>
    premise.data.map((one, index) => {
      const follows = /rain/.test(one) && /wet/.test(hypothesis.data[index])
      return follows ? [0.1, 0.9] : [0.8, 0.2]
    }),
  {
    inputs: [
      { name: "premise", ...text },
      { name: "hypothesis", ...text },
    ],
    itemsPerCall: 64,
  },
)

test("of a pair, the words of both are explained from one sweep, or of one alone", async () => {
  const ask = await explainer(await pair.load("pair"), { labels: ["no", "yes"], activation: "none" })
  const texts = { premise: "all day rain fell", hypothesis: "the street is wet" }
  const both = await ask(texts)
  const words = both.texts!(both.map())
  const strongest = words.map(({ pieces }) =>
    pieces.reduce((best, one) => ((one.importance ?? -1) > (best.importance ?? -1) ? one : best)),
  )
  expect(strongest.map((piece) => piece.text)).toEqual(["rain", "wet"])
  const one = await ask(texts, { explained: ["hypothesis"] })
  expect(one.explanation.grids.map(({ name }) => name)).toEqual(["hypothesis"])
  await expect(ask(texts, { explained: ["claim"] })).rejects.toMatchObject({
    code: "TEXT_NOT_FOUND",
    message: expect.stringContaining("it has premise, hypothesis"),
  })
})

test("in figures, words of several texts are as strong as they differ within their text", async () => {
  const indifferent = functionBackend(
    ({ premise }) => premise.data.map((one) => (/rain/.test(one) ? [0.1, 0.9] : [0.8, 0.2])),
    {
      inputs: [
        { name: "premise", ...text },
        { name: "hypothesis", ...text },
      ],
      itemsPerCall: 64,
    },
  )
  const ask = await explainer(await indifferent.load("indifferent"), {
    labels: ["no", "yes"],
    activation: "none",
  })
  const { map, texts, terminal, html } = await ask({ premise: "rain fell", hypothesis: "it rained" })
  // With the premise whole, every part of the hypothesis has the score of both texts.
  expect(texts!(map())[1].pieces[0].importance).toBeCloseTo(0.9)
  expect(terminal!()).toMatch(/\[\[rain\]\] fell\nhypothesis:\nit rained\n/)
  expect(terminal!()).toContain("probability of yes, above the lowest of each text")
  expect(html!()).toContain("above the lowest of its text")
  // A contrast has zero for its middle, in all texts.
  expect(html!({ targets: [{ target: "yes", versus: "no" }] })).not.toContain("above the lowest")
})

test("an empty text, bytes that are not text, and a text for another model are refused with a code", async () => {
  await expect(explain(" \n")).rejects.toMatchObject({ code: "TEXT_EMPTY" })
  await expect(explain(Uint8Array.of(0x63, 0xe9, 0x20))).rejects.toMatchObject({ code: "TEXT_INVALID" })
  const images = await explainer(() => [[1, 0]], { size: { width: 8, height: 8 } })
  await expect(images({ premise: "a", hypothesis: "b" })).rejects.toMatchObject({
    code: "INPUT_UNSUITABLE",
    message: expect.stringContaining("the model takes images"),
  })
})

test("the manifest holds the text, and the saved explanation its words", async () => {
  const result = await explain("so fine")
  expect(result.manifest().extra).toMatchObject({ picture: "text", recipe: { texts: { text: "so fine" } } })
  expect(result.explanation.grids[0].labels).toEqual(["so", "fine"])
})

test.each([
  [{ resize: "crop" }, /^resize: an option for an image; the input is a text$/],
  [{ preprocessing: "imagenet" }, /^preprocessing: an option for an image/],
  [{ question: "which?" }, /^question: .*give the question as one of its texts/],
  [{ rate: 16_000 }, /^rate: an option for a series or a sound; the input is a text$/],
  [{ background: "zeros" }, /^background: an option for a row of a table/],
  [{ language: "xx" }, /^language is a tag such as "en".*got "xx"$/],
] as const)("%o is refused for a text", async (asked, message) => {
  const ask = await explainer(await liking.load("liking"), { ...options, ...asked })
  await expect(ask("so fine")).rejects.toThrow(message)
})

test.each([
  [{ units: "words" }, /^units: an option for a series or a sound or a text; the input is an image$/],
  [{ tokenizer: "tokenizer.json" }, /^tokenizer: an option for a text or an image with a question/],
] as const)("%o is refused for an image", async (asked, message) => {
  const ask = await explainer(() => [[1, 0]], { size: { width: 2, height: 2 } })
  const image = { width: 2, height: 2, data: new Uint8Array(12) }
  await expect(ask(image, asked)).rejects.toThrow(message)
})

test("a file *.json that begins as JSON and is none is refused; other text is explained as it is", async () => {
  const broken = join(folder, "texts.json")
  await writeFile(broken, '{"review": "so fi')
  await expect(explain({ file: broken })).rejects.toMatchObject({
    code: "TEXT_INVALID",
    message: expect.stringMatching(/texts\.json begins as JSON and is none .*\.txt/),
  })
  const prose = join(folder, "prose.json")
  await writeFile(prose, "so fine")
  expect((await explain({ file: prose })).size).toBe("2 words")
})
