import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { wordPieces } from "../../test/world.ts"
import { wordsOfAnswer } from "./words-of-answer.ts"

const describe = ({ words }: ReturnType<typeof wordsOfAnswer>) =>
  words.map(({ text, first, last }) => `${text} ${first}-${last}`).join(", ")

/** A tokenizer whose pieces are bytes, as byte-level BPE has them. */
const bytes = {
  decode: (ids: readonly number[]) => new TextDecoder().decode(Uint8Array.from(ids)),
  encode: (text: string) => [...new TextEncoder().encode(text)],
}

/** Pieces with a mark for the space before them, which the first loses. */
const marked = (pieces: readonly string[], mark: string) => ({
  decode: (ids: readonly number[]) =>
    ids
      .map((id) => pieces[id])
      .join("")
      .replaceAll(mark, " ")
      .trimStart(),
})

test("pieces of a word are one word, whatever marks them", () => {
  const wordPiece = wordPieces(["un", "##believ", "##able", "story"])
  expect(describe(wordsOfAnswer(wordPiece, [0, 1, 2, 3]))).toBe("unbelievable 0-3, story 3-4")
  for (const mark of ["Ġ", "▁"]) {
    const pieces = [`${mark}un`, "believ", "able", `${mark}story`]
    expect(describe(wordsOfAnswer(marked(pieces, mark), [0, 1, 2, 3]))).toBe("unbelievable 0-3, story 3-4")
  }
  expect(describe(wordsOfAnswer(bytes, bytes.encode("été né")))).toBe("été 0-5, né 5-9")
})

test("a separate space belongs to the word after it, an end without characters to the last word", () => {
  const pieces = ["▁", "a", "▁", "ball", "▁"]
  expect(describe(wordsOfAnswer(marked(pieces, "▁"), [0, 1, 2, 3, 4]))).toBe("a 0-2, ball 2-5")
})

test("words that one id writes are one word", () => {
  const pieces = ["New York", " is", " far"]
  expect(describe(wordsOfAnswer(marked(pieces, "▁"), [0, 1, 2]))).toBe("New York 0-1, is 1-2, far 2-3")
})

test("a tokenizer that cleans up its text keeps its words", () => {
  const pieces = ["do", "n", "'", "t", "stop", "."]
  const cleaning = {
    decode: (ids: readonly number[]) =>
      ids
        .map((id) => pieces[id])
        .join(" ")
        .replaceAll("n ' t", "n't")
        .replaceAll("do n't", "don't")
        .replaceAll(" .", "."),
  }
  const { text, words } = wordsOfAnswer(cleaning, [0, 1, 2, 3, 4, 5])
  expect(text).toBe("don't stop.")
  expect(words.slice(0, 2)).toMatchObject([
    { text: "don't", start: 0, end: 5, first: 0, last: 4 },
    { start: 6, first: 4 },
  ])
})

test("the words with their gaps are the text, and each id is in one word, for any text", () => {
  const alphabet = [
    "a",
    "B",
    "é",
    "e\u0301",
    " ",
    "  ",
    "\r\n",
    "犬",
    "が",
    "ไทย",
    "👩‍👩‍👧",
    "🇫🇷",
    ".",
    "'",
    "م",
    "\u00a0",
  ]
  const next = random(3)
  for (let round = 0; round < 200; round++) {
    const text = Array.from(
      { length: Math.floor(12 * next()) },
      () => alphabet[Math.floor(next() * 16)],
    ).join("")
    const ids = bytes.encode(text)
    const answer = wordsOfAnswer(bytes, ids)
    expect(answer.text).toBe(text)
    let [at, id] = [0, 0]
    for (const word of answer.words) {
      expect(text.slice(at, word.start).trim()).toBe("")
      expect(text.slice(word.start, word.end)).toBe(word.text)
      expect([word.first, word.last > word.first]).toEqual([id, true])
      at = word.end
      id = word.last
    }
    expect(text.slice(at).trim()).toBe("")
    if (answer.words.length > 0) expect(id).toBe(ids.length)
  }
})

test("sentences and spans of one's own are units, too; ids outside of spans belong to none", () => {
  const ids = bytes.encode("A cat. A dog.")
  expect(describe(wordsOfAnswer(bytes, ids, { units: "sentences" }))).toBe("A cat. 0-6, A dog. 6-13")
  const units = [
    { start: 2, end: 5 },
    { start: 9, end: 12 },
  ]
  expect(describe(wordsOfAnswer(bytes, ids, { units }))).toBe("cat 1-5, dog 8-12")
})

test("nothing visible has no words", () => {
  expect(wordsOfAnswer(bytes, [])).toEqual({ text: "", words: [] })
  expect(wordsOfAnswer(bytes, bytes.encode(" \n")).words).toEqual([])
})
