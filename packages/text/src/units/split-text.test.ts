import { expect, test } from "vitest"
import { randomText } from "../../test/random-text.ts"
import { splitText } from "../index.ts"
import type { SplitTextOptions } from "../index.ts"

const cut = (text: string, options?: SplitTextOptions) =>
  splitText(text, options).map(({ start, end }) => text.slice(start, end))

test("words, marks and emoji are units", () => {
  expect(cut("It's a well-known film, really!")).toEqual([
    "It's",
    "a",
    "well",
    "-",
    "known",
    "film",
    ",",
    "really",
    "!",
  ])
  expect(cut("ok 👩‍👩‍👧🏳️‍🌈 👍🏽")).toEqual(["ok", "👩‍👩‍👧", "🏳️‍🌈", "👍🏽"])
  expect(cut("e\u0301te\u0301 שלום")).toEqual(["e\u0301te\u0301", "שלום"])
})

test("words of languages without spaces are units", () => {
  expect(cut("这部电影很好看。", { language: "zh" })).toEqual(expect.arrayContaining(["电影", "。"]))
  expect(cut("東京は日本の首都です", { language: "ja" })).toContain("日本")
  expect(cut("ภาพยนตร์ดีมาก", { language: "th" })).toEqual(["ภาพยนตร์", "ดี", "มาก"])
})

test("sentences, lines and paragraphs have no white space at their ends", () => {
  expect(cut(" One here. Two?\r\n\r\nThree ", { units: "sentences" })).toEqual(["One here.", "Two?", "Three"])
  expect(cut("a b \r\n\r\n c\nd", { units: "lines" })).toEqual(["a b", "c", "d"])
  expect(cut("a\nb\n \n\nc\r\nd\n", { units: "paragraphs" })).toEqual(["a\nb", "c\r\nd"])
})

test("items of a list hold their lines", () => {
  const list = "Buy:\n- milk\n  fresh\n* bread\n1. eggs\n(b) tea\n\nThat is all\nfor now"
  expect(cut(list, { units: "items" })).toEqual([
    "Buy:",
    "- milk\n  fresh",
    "* bread",
    "1. eggs",
    "(b) tea",
    "That is all\nfor now",
  ])
})

test("turns of a chat begin with a role or a name", () => {
  const chat = "Be kind.\nUser: Hi\nthere: now\n\nAssistant:\nHello\nAnn Lee: Bye\n<|im_start|>user\nMore"
  expect(cut(chat, { units: "turns" })).toEqual([
    "Be kind.",
    "User: Hi\nthere: now",
    "Assistant:\nHello",
    "Ann Lee: Bye",
    "<|im_start|>user\nMore",
  ])
})

test("every character but white space is in exactly one unit", () => {
  for (let seed = 0; seed < 200; seed++) {
    const text = randomText(seed, seed % 30)
    for (const units of ["words", "sentences", "lines", "paragraphs", "items", "turns"] as const) {
      const spans = splitText(text, { units })
      let [end, between] = [0, ""]
      for (const span of spans) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        expect(span.end).toBeGreaterThan(span.start)
        between += text.slice(end, span.start)
        end = span.end
      }
      expect(between + text.slice(end)).toMatch(/^[\p{White_Space}\u200B\u2060\uFEFF]*$/u)
    }
  }
})

test("spans of one's own are checked", () => {
  const text = "a 👍🏽 e\u0301 b"
  expect(
    cut(text, {
      units: [
        { start: 0, end: 1 },
        { start: 2, end: 6 },
      ],
    }),
  ).toEqual(["a", "👍🏽"])
  const refuse = (units: SplitTextOptions["units"], message: string) =>
    expect(() => splitText(text, { units })).toThrow(message)
  refuse([{ start: 0, end: 20 }], "the text has the places 0 to 11")
  refuse([{ start: 1, end: 1 }], "at least one character")
  refuse(
    [
      { start: 0, end: 2 },
      { start: 1, end: 2 },
    ],
    "it starts before 2",
  )
  refuse([{ start: 0, end: 3 }], "cuts a character")
  refuse([{ start: 2, end: 4 }], "cuts a character")
  refuse([{ start: 7, end: 8 }], "cuts a character")
  refuse("syllables" as never, '"syllables"')
  expect(() => splitText(text, { language: "not a tag" })).toThrow('"not a tag"')
})

test("nothing is cut of nothing, and too much is refused", () => {
  expect(splitText("")).toEqual([])
  expect(splitText(" \r\n\t\u200B")).toEqual([])
  const refused = expect.objectContaining({ code: "TEXT_TOO_LONG" })
  expect(() => splitText("a".repeat(1_000_001))).toThrow(refused)
  expect(() => splitText("a ".repeat(100_001))).toThrow(refused)
  expect(splitText("a ".repeat(10_000))).toHaveLength(10_000)
})
