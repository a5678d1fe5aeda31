import type { BoundTarget, Look, Tensor } from "@pami/core"
import { expect, test } from "vitest"
import { float, refusal, tokenizer, wordPieces } from "../../test/world.ts"
import { answerOf } from "../answer/answer-of.ts"
import { answerWords, type AnswerWordsOptions } from "./answer-words.ts"

const answer = answerOf({ tokenizer, text: "a cats" })
const { ids } = answer

/** Logits of positions at which the id that the answer has there gets a probability. */
function logits(probabilities: readonly number[], { size = 9, before = 0, after = 0 } = {}): Tensor {
  const flat = Array.from({ length: size }, () => 0)
  const rows = [
    ...Array.from({ length: before }, () => flat),
    ...probabilities.map((p, k) =>
      Array.from({ length: size }, (_, id) => Math.log(id === ids[k] ? p : (1 - p) / (size - 1))),
    ),
    ...Array.from({ length: after }, () => flat),
  ]
  return float([1, rows.length, size], rows.flat())
}

function bind(
  options: Partial<AnswerWordsOptions>,
  outputs: Record<string, Tensor>,
  masked = outputs,
  activations: NonNullable<Look["model"]["activations"]> = {},
): BoundTarget {
  const look = { original: outputs, baseline: masked, model: { activations } } as unknown as Look
  return answerWords({ answer, ...options }).bind(look) as BoundTarget
}

const round = (value: number) => Number(value.toFixed(6))
const scoresOf = ({ targets }: BoundTarget) => targets.map(({ score }) => round(score))
const codes = ({ findings }: BoundTarget) => findings.map(({ code }) => code)
const shown = [0.9, 0.8, 0.5]

test("a word has the product of its pieces, the whole answer the mean of the words that depend on the input", () => {
  const bound = bind({}, { logits: logits(shown) }, { logits: logits([0.8, 0.1, 0.1]) })
  expect(scoresOf(bound)).toEqual([0.4, 0.9, 0.4])
  expect(bound.scale).toEqual({ unit: "probability", range: [0, 1] })
  expect(bound.preferred).toBe(0)
  expect(codes(bound)).toEqual(["WORDS_INDEPENDENT"])
  expect(bound.settings).toMatchObject({
    independent: [0],
    activation: "softmax",
    output: "logits",
    offset: 0,
  })
})

test("the change that makes a word depend on the input is a choice", () => {
  const masked = { logits: logits([0.75, 0.8, 0.3]) }
  const independent = (dependence: number) =>
    bind({ dependence }, { logits: logits(shown) }, masked).settings["independent"]
  expect(independent(0.2)).toEqual([0, 1])
  expect(independent(0.155)).toEqual([0])
  expect(independent(0.1)).toEqual([])
  expect(() => answerWords({ answer, dependence: 20 })).toThrow("from 0 to 1; got 20")
})

test("an answer that does not depend on the input keeps all of its words, and says so", () => {
  const bound = bind({}, { logits: logits(shown) })
  expect(scoresOf(bound)[0]).toBe(0.65)
  expect(codes(bound)).toEqual(["ANSWER_INDEPENDENT"])
})

test("the offset says where the answer is: from the start, from the end, or at the end of the input", () => {
  const masked = { logits: logits([0.1, 0.1, 0.1], { before: 2, after: 1 }) }
  for (const offset of [2, -4, "end"] as const) {
    const bound = bind({ offset }, { logits: logits(shown, { before: 2, after: 1 }) }, masked)
    expect([offset, ...scoresOf(bound)]).toEqual([offset, 0.65, 0.9, 0.4])
    expect(bound.settings["offset"]).toBe(2)
  }
})

test("each item of a batch has its scores", () => {
  const bound = bind({}, { logits: logits(shown) }, { logits: logits([0.1, 0.1, 0.1]) })
  const both = [logits([0.5, 0.5, 0.5]), logits([0.2, 0.9, 0.9])].flatMap(({ data }) => [
    ...(data as Float32Array),
  ])
  const scores = new Float64Array(6)
  bound.score({ logits: float([2, 3, 9], both) }, 2, scores)
  expect([...scores].map(round)).toEqual([0.375, 0.5, 0.25, 0.505, 0.2, 0.81])
})

test("probabilities and their logarithms are recognized", () => {
  const powers = (tensor: Tensor) => float(tensor.shape, (tensor.data as Float32Array).map(Math.exp))
  const scores = (tensor: Tensor, activations = {}) =>
    bind({}, { logits: tensor }, { logits: logits([0.1, 0.1, 0.1]) }, activations)
  expect(scoresOf(scores(logits(shown), { logits: "log-softmax" }))).toEqual([0.65, 0.9, 0.4])
  const guessed = bind({}, { logits: powers(logits(shown)) }, { logits: powers(logits([0.1, 0.1, 0.1])) })
  expect(scoresOf(guessed)).toEqual([0.65, 0.9, 0.4])
  expect(codes(guessed)).toEqual(["PROBABILITIES_READ"])
  const known = bind(
    {},
    { logits: powers(logits(shown)) },
    { logits: powers(logits([0.1, 0.1, 0.1])) },
    { logits: "softmax" },
  )
  expect(scoresOf(known)).toEqual([0.65, 0.9, 0.4])
  expect(codes(known)).toEqual([])
})

test("a word that the model rules out has a finite logarithm", () => {
  const ruledOut = logits(shown)
  for (let k = 0; k < 3; k++) (ruledOut.data as Float32Array)[k * 9 + ids[k]] = -Infinity
  const bound = bind({ scale: "log-probability" }, { logits: ruledOut })
  for (const { score } of bound.targets) expect(score).toBeGreaterThan(-3000)
  expect(scoresOf(bind({}, { logits: ruledOut }))).toEqual([0, 0, 0])
})

test("words that the model would hardly write are named", () => {
  const bound = bind({}, { logits: logits([0.9, 0.3, 0.3]) }, { logits: logits([0.1, 0.7, 0.7]) })
  expect(bound.findings).toMatchObject([
    { code: "LOW_CONFIDENCE", message: expect.stringContaining('"cats" here: below 10 %') },
  ])
})

test("the only output of the shape is read; of several, one is named", async () => {
  const masked = logits([0.1, 0.1, 0.1])
  const other = { words: logits(shown), pooled: float([1, 9], new Float32Array(9)) }
  expect(bind({}, other, { ...other, words: masked }).settings["output"]).toBe("words")
  const two = { first: logits(shown), second: masked }
  expect(await refusal(() => bind({}, two))).toMatchObject({ code: "OUTPUT_NOT_CHOSEN" })
  expect(bind({ output: "first" }, two, { first: masked }).settings["output"]).toBe("first")
})

test.each<[string, Partial<AnswerWordsOptions>, Record<string, Tensor>, string, string]>([
  [
    "without a vocabulary axis",
    {},
    { logits: float([1, 9], new Float32Array(9)) },
    "OUTPUT_UNSUITABLE",
    '"logits" float32 [1, 9]',
  ],
  ["with too few positions", {}, { logits: logits([0.9, 0.8]) }, "ANSWER_TOO_LONG", "has 3 ids"],
  [
    "with too few positions at the end",
    { offset: "end" },
    { logits: logits(shown) },
    "ANSWER_TOO_LONG",
    "3 ids",
  ],
  ["of a smaller vocabulary", {}, { logits: logits(shown, { size: 7 }) }, "TOKENIZER_UNSUITABLE", "id 7"],
  ["without that name", { output: "words" }, { logits: logits(shown) }, "OUTPUT_NOT_FOUND", '"logits"'],
  [
    "that is not finite",
    {},
    { logits: float([1, 3, 9], new Float32Array(27).fill(NaN)) },
    "OUTPUT_NOT_FINITE",
    '"a"',
  ],
])("an output %s is refused", async (_, options, outputs, code, text) => {
  expect(await refusal(() => bind(options, outputs))).toMatchObject({
    code,
    message: expect.stringContaining(text),
  })
})

test("a tokenizer with more words than the model is another model's", () => {
  const large = wordPieces([...Array.from({ length: 9 }, (_, id) => tokenizer.piece(id)), "more"], "large")
  const own = answerOf({ tokenizer: large, text: "a cats" })
  const bound = bind({ answer: own }, { logits: logits(shown) }, { logits: logits([0.1, 0.1, 0.1]) })
  expect(codes(bound)).toEqual(["VOCABULARY_DIFFERS"])
})

test("an answer without words is refused", async () => {
  const none = { ids: [], text: "", words: [] }
  expect(await refusal(() => answerWords({ answer: none }))).toMatchObject({ code: "ANSWER_EMPTY" })
})
