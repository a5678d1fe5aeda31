import { expect, test } from "vitest"
import { vocabularyTokenizer } from "../index.ts"

const file = (text: string) => new TextEncoder().encode(text)

test("a file of tokens and ids: lower case, split at white space, unknown and first token", () => {
  const tokenizer = vocabularyTokenizer(file("<PAD> 0\n<START> 1\n<UNKNOWN> 2\nthe 4\nfilm. 5\nfilm 6\n"))
  expect(tokenizer.encode("The  film.\nfilm good")).toEqual([4, 5, 6, 2])
  expect(tokenizer.wrap([[4, 6]])).toEqual({ ids: [1, 4, 6], types: [0, 0, 0] })
  expect(tokenizer.wrap([[4], [6]])).toEqual({ ids: [1, 4, 6], types: [0, 0, 1] })
  expect([tokenizer.size, tokenizer.padId, tokenizer.unknownToken, tokenizer.maskToken]).toEqual([
    7,
    0,
    "<UNKNOWN>",
    undefined,
  ])
  expect(tokenizer.encode("<UNKNOWN> the")).toEqual([2, 4])
  expect(tokenizer.decode([4, 6, 99])).toBe("the film ")
})

test("a token on each line has the number of the line", () => {
  const tokenizer = vocabularyTokenizer(file("[PAD]\r\n[UNK]\r\n[MASK]\r\nThe\r\nfilm"), {
    lowerCase: false,
    punctuation: "removed",
  })
  expect(tokenizer.encode("The (film)! the [MASK]")).toEqual([3, 4, 1, 2])
  expect(tokenizer.maskToken).toBe("[MASK]")
  expect(tokenizer.wrap([[3]]).ids).toEqual([3])
})

test("special tokens are named by options", () => {
  const words = file("zero\none\ntwo\nthree")
  const tokenizer = vocabularyTokenizer(words, {
    startToken: "one",
    unknownToken: "two",
    padToken: "three",
    maxLength: 9,
  })
  expect(tokenizer.wrap([tokenizer.encode("zero four")]).ids).toEqual([1, 0, 2])
  expect([tokenizer.padId, tokenizer.maxLength]).toEqual([3, 9])
  expect(() => vocabularyTokenizer(words, { padToken: "five" })).toThrow(
    'padToken is a token of the vocabulary; "five"',
  )
  const start = vocabularyTokenizer(file("<s>\na"), { startToken: null })
  expect(start.wrap([[1]]).ids).toEqual([1])
})

test("an unknown word without an unknown token, and a broken file, are errors", () => {
  expect(() => vocabularyTokenizer(file("a\nb")).encode("a c")).toThrow(
    expect.objectContaining({ code: "TOKENIZER_MISMATCH", message: expect.stringContaining('lacks "c"') }),
  )
  for (const [bytes, message] of [
    [file(""), "has 0 lines"],
    [file("a b c\nd"), "line 1 of"],
    [file("a\n\nb"), "line 2 of"],
    [Uint8Array.of(0xff, 0xfe), "not UTF-8"],
    [file("a 9999999"), "the id 9999999"],
  ] as const)
    expect(() => vocabularyTokenizer(bytes)).toThrow(
      expect.objectContaining({ code: "TOKENIZER_INVALID", message: expect.stringContaining(message) }),
    )
})
