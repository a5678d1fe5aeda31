import { expect, test } from "vitest"
import { findWords } from "./find-words.ts"
import { wordsNotToUse } from "./words.ts"

const words = wordsNotToUse()
const found = (text: string) => findWords("a.md", text, words).map(({ line, word }) => `${line} ${word.name}`)

test.each([
  ["Whoever calls\nthis is no user of its own", ["1 whoever", "2 is no", "2 of its own"]],
  ["One.\nWhat the model says. What is it?", ["2 What …"]],
  ["Such a file, such as a.txt", ["1 such"]],
  ["shows pictures", ["1 picture"]],
  ["as the file has it", ["1 as … has it"]],
  ["a phrase of\n  its own", ["1 of its own"]],
])("%j", (text, expected) => {
  expect(found(text).toSorted()).toEqual(expected.toSorted())
})

test("plain English passes", () => {
  expect(
    found("Returns the map of an image. It is no longer needed; says what went wrong. What now?"),
  ).toEqual([])
})
