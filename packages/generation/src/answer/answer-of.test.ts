import { expect, test } from "vitest"
import { refusal, tokenizer } from "../../test/world.ts"
import { answerOf } from "./answer-of.ts"

test("a text and its ids give the same answer", () => {
  const answer = answerOf({ tokenizer, text: "a ball and cats" })
  expect(answer.ids).toEqual([3, 4, 5, 6, 7])
  expect(answerOf({ tokenizer, ids: answer.ids })).toEqual(answer)
  expect(answer.tokenizer).toEqual({ name: "captions", size: 9, settings: { words: 9 } })
})

test("a caption with unknown words is refused, and they are named", async () => {
  expect(await refusal(() => answerOf({ tokenizer, text: "a zebra and a gnu" }))).toMatchObject({
    code: "WORDS_UNKNOWN",
    message: expect.stringContaining('does not know "zebra", "gnu"'),
    data: { words: ["zebra", "gnu"] },
  })
})

test.each([
  ["", []],
  ["  \n ", []],
] as const)("an empty answer %j is refused", async (text, ids) => {
  expect(await refusal(() => answerOf({ tokenizer, text }))).toMatchObject({ code: "ANSWER_EMPTY" })
  expect(await refusal(() => answerOf({ tokenizer, ids }))).toMatchObject({ code: "ANSWER_EMPTY" })
})
