import { describe, expect, test } from "vitest"
import { bind, outputs } from "../../test/bind-outputs.ts"
import { classProbability } from "../index.ts"
import type { ClassProbabilityOptions } from "../index.ts"

describe("a masked input that keeps the score is a warning", () => {
  const high = async (
    seen: number[],
    masked: number[],
    options: ClassProbabilityOptions = { activation: "none" },
  ) =>
    (await bind(options, { seen, masked })).findings.find(({ code }) => code === "BASELINE_SCORES_HIGH")
      ?.message

  test("if it scores higher", async () => {
    expect(await high([0.6, 0.4], [0.7, 0.3])).toBe(
      "the fully masked input scores 70.0 % for class 0, the input itself 60.0 %: the mask gives parts much of it",
    )
  })

  test("if over half of the score above chance remains", async () => {
    expect(await high([0.9, 0.1], [0.69, 0.31])).toBe(undefined)
    expect(await high([0.9, 0.1], [0.71, 0.29])).toBe(
      "the fully masked input scores 71.0 % for class 0, the input itself 90.0 %: the mask gives parts much of it",
    )
    // Independent labels have no score of chance.
    expect(await high([0.9, 0.8], [0.44, 0.1])).toBe(undefined)
    expect(await high([0.9, 0.8], [0.46, 0.1])).toBeDefined()
  })

  test("but not of values, of the same score, or of a score below chance", async () => {
    expect(await high([5, 3], [7, 3], { activation: "value" })).toBe(undefined)
    expect(await high([0.6, 0.4], [0.6, 0.4])).toBe(undefined)
    expect(await high([0.2, 0.2, 0.2, 0.2, 0.2], [0.19, 0.21, 0.2, 0.2, 0.2])).toBe(undefined)
  })
})

test("a low score of the strongest class is a warning, below a tenth", async () => {
  const many = (top: number) => [top, ...Array.from({ length: 19 }, () => (1 - top) / 19)]
  const found = (await bind({ labels: 20 }, { seen: many(0.09) })).findings.find(
    ({ code }) => code === "LOW_CONFIDENCE",
  )
  expect(found?.message).toBe("the model gives class 0 only 9.0 %: the map shows little evidence")
  expect((await bind({}, { seen: many(0.11) })).findings.map(({ code }) => code)).not.toContain(
    "LOW_CONFIDENCE",
  )
})

test("one number for two classes is a note, with what to do about it", async () => {
  const found = async (labels?: number) =>
    (await bind(labels === undefined ? {} : { labels }, { seen: [0.75] })).findings.find(
      ({ code }) => code === "ONE_NUMBER_FOR_TWO",
    )
  expect((await found())?.fix).toMatch(/name the two classes/)
  expect((await found(2))?.message).toMatch(/class 0 gets the rest/)
  expect(await found(1)).toBe(undefined)
})

test.each([2, 4, 7])(
  "3 classes and %i labels: labels may be shifted, and how they should be",
  async (labels) => {
    const { findings } = await bind({ labels, activation: "softmax" }, { seen: [1, 2, 3] })
    expect(findings).toEqual([
      {
        code: "CLASS_COUNT_DIFFERS",
        level: "warning",
        message: `the model has 3 classes, the labels name ${labels}: each may name the class beside its own`,
        fix: expect.stringMatching(/from 0 on, with one for the background/),
      },
    ])
  },
)

test("classes to keep are numbers of classes, at least one", async () => {
  const keep = (classes: number[]) => bind({ classes }, { seen: [1, 2, 3] })
  await expect(keep([])).rejects.toThrow(/at least one class/)
  await expect(keep([1.5])).rejects.toMatchObject({ code: "TARGET_OUT_OF_RANGE" })
  await expect(keep([3])).rejects.toThrow(/class 3 does not exist: the model has 3, numbered 0 to 2/)
  expect((await keep([2, 0])).settings["classes"]).toEqual([2, 0])
  expect((await bind({ classes: "all" }, { seen: [1, 2, 3] })).settings["classes"]).toBe("all")
})

test("labels name the targets, as far as there are labels", async () => {
  const { targets, prediction } = await bind(
    { labels: ["a", "b"], classes: [1, 2], activation: "none" },
    { seen: [0.25, 0.5, 0.25] },
  )
  expect(targets).toEqual([
    { id: 1, label: "b", score: 0.5 },
    { id: 2, score: 0.25 },
  ])
  expect(prediction).toHaveLength(3)
})

test("the options that were left open are named before they are decided", () => {
  expect(classProbability().settings).toEqual({ output: null, activation: "auto", classes: "all" })
  expect(classProbability({ classes: () => [0], output: "y" }).settings).toEqual({
    output: "y",
    activation: "auto",
    classes: "chosen by the prediction",
  })
})

test("a number that the outputs of a batch lack makes the score NaN", async () => {
  for (const activation of ["softmax", "sigmoid", "none"] as const) {
    const bound = await bind({ activation, labels: 2 }, { seen: [0.5, 0.5] })
    const scores = new Float64Array(4)
    bound.score(outputs([0.25, 0.75, 0.5]), 2, scores)
    expect(scores[3]).toBeNaN()
  }
})
