import { expect, test } from "vitest"
import { matchWords } from "./match-words.ts"

const matches = (given: string, written: string) =>
  matchWords(given, written).map(({ text, match }) =>
    match === undefined ? `-${text}` : written.slice(match.start, match.end),
  )

test("words are matched in order, without regard to case", () => {
  expect(matches("The key is in the hall", "the key is now in the attic")).toEqual([
    "the",
    "key",
    "is",
    "in",
    "the",
    "-hall",
  ])
})

test("the most words are matched", () => {
  expect(matches("b a b c", "a b c b")).toEqual(["-b", "a", "b", "c"])
  expect(matches("a b c b", "b a b c")).toEqual(["a", "b", "c", "-b"])
})

test("an empty answer matches nothing", () => {
  expect(matches("In Rome", "")).toEqual(["-In", "-Rome"])
})

test("more words than memory allows are refused", () => {
  expect(() => matchWords("a ".repeat(3_001), "a")).toThrow(/3001 words/)
})
