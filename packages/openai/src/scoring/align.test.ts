import type { PamiError } from "@pami/core"
import { expect, test } from "vitest"
import { alignEnd } from "./align.ts"

const tokens = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ text, logProbability: 0 - index, others: [] }))
const spelled = (answer: string, ...texts: readonly string[]) =>
  alignEnd(tokens(...texts), answer)?.map(([start, end, value]) => [answer.slice(start, end), value])

test("the tokens that end with the answer are its pieces, with their places", () => {
  expect(spelled(" In Rome.", "<s>", "Where", "?", " In", " Rome", ".")).toEqual([
    [" In", -3],
    [" Rome", -4],
    [".", -5],
  ])
})

test("a token across the border counts for the answer", () => {
  expect(spelled("In Rome", "is", " In", " Rome")).toEqual([
    ["In", -1],
    [" Rome", -2],
  ])
})

test("tokens of a repeated answer are those at the end", () => {
  expect(spelled(" ha ha", " ha", " ha", " ha")).toEqual([
    [" ha", -1],
    [" ha", -2],
  ])
})

test("bytes of one character share its place", () => {
  expect(spelled("a 🦊 b", "a", " \uFFFD", "\uFFFD", "\uFFFD", " b")).toEqual([
    ["a", 0],
    [" 🦊", -1],
    ["", -2],
    ["", -3],
    [" b", -4],
  ])
  expect(spelled("🦊 b", "\uFFFD", "\uFFFD", " b")).toEqual([
    ["🦊", 0],
    ["", -1],
    [" b", -2],
  ])
})

test("tokens without a text are skipped", () => {
  expect(spelled("In", "", "In", "")).toEqual([["In", -1]])
})

test("tokens that spell something else are refused", () => {
  expect(spelled("In Rome", "In", " Paris")).toBeUndefined()
  expect(spelled("In Rome", " Rome")).toBeUndefined()
  expect(spelled("In Rome", "token_id:7", "token_id:8")).toBeUndefined()
})

test("a token of the answer without log-probability is an error", () => {
  const open = [{ text: "In", logProbability: null, others: [] }]
  const thrown = (() => {
    try {
      return alignEnd(open, "In")
    } catch (error) {
      return error
    }
  })()
  expect((thrown as PamiError).code).toBe("LOG_PROBABILITIES_MISSING")
})
