import { vocabularyTokenizer } from "@pami/text"
import { expect, test } from "vitest"
import { doubtTokenizer } from "./doubt-tokenizer.ts"

/** A tokenizer of a vocabulary with so many words. */
const tokenizerOf = (size: number) =>
  vocabularyTokenizer(
    new TextEncoder().encode(
      ["[PAD]", "[UNK]", ...Array.from({ length: size - 2 }, (_, id) => `word${id}`)].join("\n"),
    ),
    { name: "vocab.txt" },
  )

test.each([
  ["as many ids", 1000, 1000, 0],
  ["a vocabulary that is padded to a round size", 1000, 1024, 0],
  ["a few added tokens", 1001, 1000, 1],
  ["half of the ids", 500, 1000, 1],
])("a tokenizer with %s: %i of %i", (_, size, vocabularySize, doubts) => {
  expect(doubtTokenizer({ vocabularySize }, tokenizerOf(size))).toHaveLength(doubts)
})

test("a tokenizer with many more ids than the model is refused", () => {
  expect(() => doubtTokenizer({ vocabularySize: 1000 }, tokenizerOf(1300))).toThrow(
    /vocab\.txt has 1,300 ids.*1,000: it is that of another model/,
  )
})

test("another id that fills the inputs is a doubt", () => {
  const [finding] = doubtTokenizer({ padId: 1 }, tokenizerOf(10))
  expect(finding).toMatchObject({
    code: "VOCABULARY_DIFFERS",
    message: expect.stringContaining("with the id 0"),
  })
  expect(doubtTokenizer({ padId: 0 }, tokenizerOf(10))).toEqual([])
})
