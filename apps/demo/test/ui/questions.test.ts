import { probabilityScale } from "@pami/core"
import type { ImageRecipe } from "@pami/recipe"
import { expect, test } from "vitest"
import type { Settings } from "../../src/engine/contract.ts"
import { defaults } from "../../src/ui/logic/settings.ts"
import { questionsAbout } from "../../src/ui/questions/about-images.ts"
import { parseNumbers } from "../../src/ui/questions/parse-numbers.ts"
import { matters, withOutcomes, wordsOfOutcome } from "../../src/ui/questions/question.ts"

const recipe = {
  preprocessing: { name: "imagenet", width: 224, height: 224, layout: "nchw" },
  output: "a",
  activation: "softmax",
} as unknown as ImageRecipe

interface Case {
  readonly found?: string
  readonly level?: "note" | "warning"
  readonly refusal?: string
  readonly settings?: Partial<Settings>
  readonly isOfSite?: boolean
}

function asked({ found, level = "note", refusal, settings, isOfSite = false }: Case) {
  return questionsAbout({
    facts: { outputNames: ["a", "b\u202e"] },
    isOfSite,
    prediction: refusal === undefined ? { recipe } : null,
    findings: found === undefined ? [] : [{ code: found, level }],
    refusal: refusal ?? null,
    settings: { ...defaults.settings, ...settings },
  })
}

test.each([
  ["PRESET_GUESSED", "preset", "ImageNet: mean and deviation"],
  ["SIZE_GUESSED", "size", "224 × 224"],
  ["LAYOUT_GUESSED", "layout", "Channels first (NCHW)"],
  ["OUTPUT_CHOSEN", "output", "a"],
  ["ACTIVATION_GUESSED", "activation", "Softmax"],
  ["TASK_RECOGNIZED", "task", "Scores of classes"],
])("%s asks for the %s, and the answer in use is pressed", (found, about, used) => {
  const [question, ...others] = asked({ found })
  expect(others).toEqual([])
  expect(question).toMatchObject({ about, isPressing: false })
  expect(question.answers.filter(({ isUsed }) => isUsed).map(({ label }) => label)).toEqual([used])
  expect(question.answers.length).toBeGreaterThan(1)
})

test("nothing is asked about what is known, or of the site's own models without a doubt", () => {
  expect(asked({})).toEqual([])
  expect(asked({ found: "ACTIVATION_CHOSEN" })).toEqual([])
  expect(asked({ found: "TASK_RECOGNIZED", isOfSite: true })).toEqual([])
  expect(asked({ found: "LOGITS_AS_PROBABILITIES", level: "warning", isOfSite: true })).toMatchObject([
    { about: "activation", isPressing: true },
  ])
})

test("a question stays once it is answered", () => {
  expect(asked({ settings: { mean: [0.5] } }).map(({ about }) => about)).toEqual(["preset"])
  expect(asked({ settings: { activation: "softmax" } }).map(({ about }) => about)).toEqual(["activation"])
})

test("an error offers every answer but the one that it refuses", () => {
  const labels = (refusal: string, settings: Partial<Settings> = {}) =>
    asked({ refusal, settings }).flatMap(({ answers }) => answers.map(({ label }) => label))
  expect(labels("OUTPUT_NOT_CHOSEN")).toEqual(["a", "b\\u202e"])
  expect(labels("SHAPE_MISMATCH", { layout: "nhwc" })).toEqual([
    "Choose automatically",
    "Channels first (NCHW)",
  ])
  expect(labels("SHAPE_MISMATCH", { size: 320 })).toContain("224 × 224")
  expect(labels("SHAPE_MISMATCH")).toEqual([])
  expect(labels("ACTIVATION_UNSUITABLE", { activation: "softmax" })).toEqual([
    "Choose automatically",
    "Sigmoid",
    "None (probabilities)",
    "None (values)",
  ])
  expect(labels("MODEL_FAILED")).toEqual([])
})

test("answers that do not fit are left out, and a question matters where the predictions differ", () => {
  const questions = asked({ found: "LAYOUT_GUESSED" })
  const said = (name: string) => ({ id: name, name, score: "50.0 %" })
  const shown = (nhwc: string | null) =>
    withOutcomes(questions, ({ layout }) =>
      layout === "nchw" ? said("cat") : nhwc === null ? null : said(nhwc),
    )
  expect(shown("dog").map(matters)).toEqual([true])
  expect(shown("cat").map(matters)).toEqual([false])
  // Nothing is left to choose.
  expect(shown(null)).toEqual([])
  const outcome = { id: 1, score: 0.5, scale: probabilityScale }
  expect(wordsOfOutcome(outcome, ["cat", "tabby, tabby cat"])).toEqual({
    id: 1,
    name: "tabby",
    score: "50.0 %",
  })
})

test("own numbers: one for all channels or three, and no deviation of 0", () => {
  expect(parseNumbers(" 0.5, .25;1 ", "mean")).toEqual({ numbers: [0.5, 0.25, 1] })
  expect(parseNumbers("2", "std")).toEqual({ numbers: [2] })
  for (const wrong of ["", "1, 2", "a", "1 2 3 4", "Infinity"])
    expect(parseNumbers(wrong, "mean")).toMatchObject({
      problem: expect.stringMatching(/^The mean is one number, or three/),
    })
  expect(parseNumbers("1, 0, 1", "std")).toEqual({ problem: "The standard deviation is never 0." })
})
