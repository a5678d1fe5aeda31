import { expect, test } from "vitest"
import { bind, codes, refusal, round, scoresOf, tensor } from "../../test/bind.ts"
import { embeddingFormat, readEmbedding } from "./embedding.ts"
import { similarity } from "./similarity.ts"
import { zeroShot } from "./zero-shot.ts"

const outputs = { embedding: tensor([1, 2], [3, 4]) }

test("the score is the cosine to each reference, whatever its length", async () => {
  const references = [
    { label: "same", vector: [30, 40] },
    { label: "across", vector: [-4, 3] },
    { label: "opposite", vector: [-3, -4] },
    { label: "between", vector: [1, 0] },
  ]
  const bound = await bind(similarity({ references }), outputs)
  expect(bound.scale).toEqual({ unit: "similarity", range: [-1, 1] })
  expect(bound.targets.map(({ label, score }) => [label, round(score)])).toEqual([
    ["same", 1],
    ["across", -0],
    ["opposite", -1],
    ["between", 0.6],
  ])
  expect(scoresOf(bound, { embedding: tensor([2, 2], [0, 0, 4, 3]) }, 2)).toEqual([
    [0, 0, 0, 0],
    [0.96, -0.28, -0.96, 0.8],
  ])
})

test("without a reference, or with one of another model, there is a way out", async () => {
  expect(await refusal(() => similarity({}))).toMatchObject({
    code: "REFERENCE_MISSING",
    message: expect.stringContaining("readEmbedding"),
  })
  for (const reference of [
    [1, 2, 3],
    [0, 0],
    [NaN, 1],
  ])
    expect(await refusal(() => bind(similarity({ reference }), outputs))).toMatchObject({
      code: "REFERENCE_UNSUITABLE",
    })
  expect(await refusal(() => zeroShot({ labels: ["cat"], vectors: [] }))).toMatchObject({
    code: "REFERENCE_MISSING",
  })
})

test("vectors of tokens are pooled only on request", async () => {
  const tokens = { hidden: tensor([1, 2, 2], [3, 4, 5, -4]) }
  expect(await refusal(() => bind(similarity({ reference: [1, 0] }), tokens))).toMatchObject({
    code: "OUTPUT_UNSUITABLE",
    message: expect.stringContaining("pooling"),
  })
  expect([...readEmbedding(tokens, { pool: "cls" })]).toEqual([3, 4])
  expect([...readEmbedding(tokens, { pool: "mean" })]).toEqual([4, 0])
  const bound = await bind(similarity({ reference: [1, 0], pool: "mean" }), tokens)
  expect(bound.targets[0].score).toBe(1)
})

test("zero-shot: the probability of each label is softmax(scale x cosine), or a sigmoid of it", async () => {
  const options = {
    labels: ["a", "b"],
    vectors: [
      [3, 4],
      [4, -3],
    ],
    logitScale: Math.log(3),
  }
  const bound = await bind(zeroShot(options), outputs)
  expect(bound.targets.map(({ label, score }) => [label, round(score)])).toEqual([
    ["a", 0.75],
    ["b", 0.25],
  ])
  expect(bound.scale.unit).toBe("probability")
  const apart = await bind(zeroShot({ ...options, activation: "sigmoid", logitBias: Math.log(3) }), outputs)
  expect(apart.targets.map(({ score }) => round(score))).toEqual([0.9, 0.75])
})

test("a mask that leaves chance is not reported", async () => {
  const baseline = { embedding: tensor([1, 2], [0, 0]) }
  const options = {
    labels: ["a", "b"],
    vectors: [
      [3, 4],
      [4, -3],
    ],
    logitScale: 2,
  }
  expect(codes(await bind(zeroShot(options), outputs, { baseline }))).toEqual([])
})

test("outputs that may be embeddings", () => {
  const info = (name: string, shape: (number | null)[]) => ({ name, dtype: "float32", shape }) as const
  expect(
    embeddingFormat([info("image_embeds", [null, 512]), info("last_hidden_state", [null, 50, 768])]),
  ).toMatchObject([
    { output: "image_embeds", clear: true, length: 512, tokens: 1 },
    { output: "last_hidden_state", clear: false, length: 768, tokens: 50 },
  ])
  expect(embeddingFormat([info("y", [1, 64, 7, 7])])).toEqual([])
})
