import { expect, test } from "vitest"
import { bind, codes, refusal, scoresOf, tensor } from "../../test/bind.ts"
import { answerSpan, wordTags } from "../index.ts"

// [CLS] to Lis ##bon [SEP]
const words = [
  { label: "to", start: 1, end: 2 },
  { label: "Lisbon", start: 2, end: 4 },
]
const tags = ["O", "PLACE", "PERSON"]
const steps = (...rows: number[][]) => ({ logits: tensor([1, rows.length, 3], rows.flat()) })
const nothing = [9, 0, 0]
const sure = steps(nothing, nothing, [0, Math.log(2), 0], [0, 0, 9], nothing)

test("a word with a tag is a target: the probability of the tag at its first token", async () => {
  const bound = await bind(wordTags({ words, tags }), sure)
  expect(bound.targets).toEqual([{ id: 1, label: "Lisbon: PLACE", score: expect.closeTo(0.5, 6) }])
  expect(codes(bound)).toContain("OUTPUT_READ")
  const two = { logits: tensor([2, 5, 3], [...sure.logits.data, ...new Float32Array(15)].map(Number)) }
  expect(scoresOf(bound, two, 2)).toEqual([[0.5], [0.33333]])
})

test("without a tag for words that are nothing in particular, every word is a target", async () => {
  const { targets } = await bind(wordTags({ words, tags: ["a", "b", "c"] }), sure)
  expect(targets.map(({ label }) => label)).toEqual(["to: a", "Lisbon: b"])
  const own = await bind(wordTags({ words, tags: ["a", "b", "c"], outside: "b" }), sure)
  expect(own.targets.map(({ label }) => label)).toEqual(["to: a"])
  const only = await bind(wordTags({ words, tags: ["a", "b", "c"], only: [1] }), sure)
  expect(only.targets.map(({ label }) => label)).toEqual(["Lisbon: b"])
})

test("no word with a tag, another number of tags, and a text that is longer than the output are refused", async () => {
  const none = steps(nothing, nothing, nothing, nothing, nothing)
  expect(await refusal(() => bind(wordTags({ words, tags }), none))).toMatchObject({
    code: "NOTHING_DETECTED",
  })
  expect(await refusal(() => bind(wordTags({ words, tags: ["O"] }), sure))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining("3 scores for each token, and there are 1 tags"),
  })
  const long = [{ label: "far", start: 5, end: 6 }]
  expect(await refusal(() => bind(wordTags({ words: long, tags }), sure))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining("a word ends at token 6"),
  })
  expect(await refusal(() => wordTags({ words, tags, outside: "X" }))).toMatchObject({
    code: "TARGET_OUT_OF_RANGE",
  })
})

// [CLS] who ? [SEP] in old Lisbon ##s [SEP]: the context has three words.
const context = [
  { label: "in", start: 4, end: 5 },
  { label: "old", start: 5, end: 6 },
  { label: "Lisbons", start: 6, end: 8 },
]
const spanOf = (starts: number[], ends: number[]) => ({
  start_logits: tensor([1, 9], starts.map(Math.log)),
  end_logits: tensor([1, 9], ends.map(Math.log)),
})
// Of 9 and of 5, without the question, which is never an answer: no answer, and the tokens of the context.
const outputs = spanOf([1, 4, 1, 1, 1, 4, 2, 1, 1], [1, 1, 1, 0.5, 0.5, 0.5, 1, 2, 0.5])

test("the likeliest answers: the probability of the first token times that of the last", async () => {
  const bound = await bind(answerSpan({ words: context, answers: 2 }), outputs)
  expect(bound.targets).toEqual([
    { id: 0, label: "old Lisbons", score: expect.closeTo((4 / 9) * (2 / 5), 6) },
    { id: 1, label: "Lisbons", score: expect.closeTo((2 / 9) * (2 / 5), 6) },
  ])
  expect(scoresOf(bound, outputs)).toEqual([[0.17778, 0.08889]])
})

test("an answer ends behind its beginning and has at most so many words", async () => {
  const { targets } = await bind(answerSpan({ words: context, answers: 9, longest: 1 }), outputs)
  expect(targets.map(({ label }) => label)).toEqual(["Lisbons", "old", "in"])
})

test("a model without scores of first and last tokens is refused", async () => {
  expect(await refusal(() => bind(answerSpan({ words: context }), sure))).toMatchObject({
    code: "OUTPUT_NOT_FOUND",
  })
})
