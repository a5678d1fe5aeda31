import type { Finding } from "@pami/core"
import { presetNames } from "@pami/image"
import type { ModelFacts, Prediction, Settings } from "../../engine/contract.ts"
import { shown } from "../logic/format.ts"
import { choices } from "../logic/settings.ts"
import { wordsOf } from "../logic/words.ts"
import type { Answer, Question } from "./question.ts"

/** The facts about a model, an image and the answer to it. */
export interface Known {
  readonly facts: Pick<ModelFacts, "outputNames"> | null
  /** Whether the model is of this site, which knows it: only doubts are questions then. */
  readonly isOfSite: boolean
  /** `null` where the model has refused the image, for the reason `refusal`. */
  readonly prediction: Pick<Prediction, "recipe" | "task"> | null
  readonly findings: readonly Pick<Finding, "code" | "level">[]
  /** Code of the error. */
  readonly refusal: string | null
  readonly settings: Settings
}

/** A setting that a model may leave open. */
type Open = "preset" | "size" | "layout" | "output" | "activation" | "task"

interface Asking {
  readonly label: string
  /** Findings and errors that raise the question. */
  readonly raisedBy: RegExp
  answers(known: Known): readonly Omit<Answer<Partial<Settings>>, "isUsed">[]
  /** Returns the answer in use. */
  used(prediction: NonNullable<Known["prediction"]>): string | number | null | undefined
}

const named = <Name extends string>(names: readonly Name[], change: (name: Name) => Partial<Settings>) =>
  names.map((name) => ({ label: wordsOf(name), change: change(name) }))

// A model that exposes every layer has hundreds.
const mostOutputs = 8

const sizes = [224, 256, 299, 320, 384, 416, 640]

const asking: Readonly<Record<Open, Asking>> = {
  preset: {
    label: "Normalization",
    raisedBy: /^(PRESET_GUESSED|PRESET_DOUBTFUL|LOW_CONFIDENCE|OUTPUT_NOT_FINITE)$/,
    answers: () => named(presetNames, (preset) => ({ preset, mean: null, std: null })),
    used: ({ recipe }) => recipe.preprocessing.name,
  },
  size: {
    label: "Input size",
    raisedBy: /^(SIZE_GUESSED|SHAPE_MISMATCH)$/,
    answers: () => sizes.map((size) => ({ label: `${size} × ${size}`, change: { size } })),
    used: ({ recipe: { preprocessing } }) =>
      preprocessing.width === preprocessing.height ? preprocessing.width : null,
  },
  layout: {
    label: "Layout",
    raisedBy: /^(LAYOUT_GUESSED|INPUT_IGNORED|SHAPE_MISMATCH)$/,
    answers: () => named(choices.layout, (layout) => ({ layout })),
    used: ({ recipe }) => recipe.preprocessing.layout,
  },
  output: {
    label: "Output",
    raisedBy: /^OUTPUT_(CHOSEN|NOT_CHOSEN|NOT_FOUND|NOT_FINITE|UNSUITABLE)$/,
    answers: ({ facts }) =>
      (facts?.outputNames ?? [])
        .slice(0, mostOutputs)
        .map((output) => ({ label: shown(output, 30), change: { output } })),
    used: ({ recipe }) => recipe.output,
  },
  activation: {
    label: "Activation",
    raisedBy:
      /^(ACTIVATION_(GUESSED|TWICE|UNSUITABLE)|LOGITS_AS_PROBABILITIES|SEVERAL_LABELS|OUTPUT_UNSUITABLE)$/,
    answers: () => named(["softmax", "sigmoid", "none", "value"] as const, (activation) => ({ activation })),
    used: ({ recipe }) => recipe.activation,
  },
  task: {
    label: "Task",
    raisedBy: /^(TASK_RECOGNIZED|TASK_UNSUPPORTED)$/,
    answers: () =>
      named(["classification", "detection", "segmentation", "keypoints"] as const, (task) => ({ task })),
    used: ({ task = "classification" }) => task,
  },
}

const automatic = {
  preset: null,
  size: null,
  layout: null,
  output: null,
  activation: "auto",
  task: null,
} as const

/** Returns the questions that a model leaves open, with the likely answers to each. */
export function questionsAbout(known: Known): Question<Partial<Settings>>[] {
  return (Object.keys(asking) as Open[]).flatMap((about) => questionAbout(about, known) ?? [])
}

function questionAbout(about: Open, known: Known): Question<Partial<Settings>> | undefined {
  const { isOfSite, prediction, findings, refusal, settings } = known
  const { label, raisedBy, answers, used } = asking[about]
  const raised = findings.filter(
    ({ code, level }) => raisedBy.test(code) && (level === "warning" || !isOfSite),
  )
  const isChosen = settings[about] !== automatic[about]
  // A shape that the model does not take is the choice of somebody: of the visitor, or of a file.
  const isCause = refusal !== "SHAPE_MISMATCH" || isChosen
  const isRefused = refusal !== null && raisedBy.test(refusal) && isCause
  const isOwn = about === "preset" && (settings.mean !== null || settings.std !== null)
  const isAnswered = prediction !== null && (isOwn || isChosen)
  if (raised.length === 0 && !isRefused && !isAnswered) return undefined
  const inUse = prediction === null ? undefined : used(prediction)
  const likely = answers(known).map((answer) => ({
    ...answer,
    isUsed: prediction !== null && answer.change[about] === inUse,
  }))
  const others = isRefused ? likely.filter(({ change }) => change[about] !== settings[about]) : likely
  // The choice of the page is an answer where that of the visitor was refused.
  const open = { label: "Choose automatically", change: { [about]: automatic[about] }, isUsed: false }
  return {
    about,
    label,
    answers: isRefused && isChosen ? [open, ...others] : others,
    isPressing: isRefused || isAnswered || raised.some(({ level }) => level === "warning"),
  }
}
