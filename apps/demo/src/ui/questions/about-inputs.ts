import { presetNames } from "@pami/image"
import type { NamedTask } from "@pami/recipe"
import type { KindFacts, KindOptions, Seen } from "../../engine/kinds/contract.ts"
import { count, shown } from "../logic/format.ts"
import { wordsOf } from "../logic/words.ts"
import type { Question } from "./question.ts"

/** The facts about a model, and about the input if the model has seen it. */
export interface KnownOfInput {
  readonly facts: Pick<KindFacts, "outputs" | "inputs" | "kinds">
  readonly seen: Pick<Seen, "content" | "recipe" | "findings"> | null
  readonly options: KindOptions
  /** Whether the model is the visitor's: the gallery knows its own. */
  readonly isOwn: boolean
}

type Option = "preset" | "task" | "output" | "activation" | "units" | "rate" | "mask"

/** Findings that doubt the answer in use. */
const doubts: Readonly<Partial<Record<Option, RegExp>>> = {
  preset: /^PRESET_DOUBTFUL$/,
  activation: /^(ACTIVATION_TWICE|LOGITS_AS_PROBABILITIES)$/,
}

// Hertz, of telephones to studios.
const rates = [8000, 16_000, 22_050, 32_000, 44_100, 48_000]

const tasks: readonly NamedTask[] = ["classification", "multi-label", "regression"]
const tasksOfTexts: readonly NamedTask[] = ["token-classification", "question-answering"]

// Those of a table are beside its bars.
const masksOf: Partial<Record<Seen["content"]["kind"], readonly string[]>> = {
  image: ["black", "white", "mean"],
  text: ["unknown-token", "delete"],
  series: ["mean", "interpolation", "noise"],
  volume: ["mean", "minimum", "noise"],
  array: ["mean", "minimum", "noise"],
}

const unitsOf: Partial<Record<Seen["content"]["kind"], readonly string[]>> = {
  text: ["words", "sentences"],
  series: ["time", "channels"],
}

/** Returns the open questions of a model, and the names of its inputs that need a number. */
export function questionsAboutInput(known: KnownOfInput): {
  readonly questions: readonly Question<KindOptions>[]
  readonly feeds: readonly string[]
} {
  const { facts, seen, options } = known
  const isText = facts.kinds[0]?.value === "text"
  const ask = <Value extends string | number>(
    about: Option,
    label: string,
    values: readonly Value[],
    {
      isFree = true,
      say = (value) => wordsOf(String(value)),
    }: { isFree?: boolean; say?: (value: Value) => string } = {},
  ): Question<KindOptions> => {
    const answer = (value: Value | undefined, words: string) => ({
      label: words,
      change: { [about]: value },
      // The first is the default.
      isUsed: (options[about] ?? (isFree ? undefined : values[0])) === value,
    })
    const isDoubted = seen?.findings.some(({ code }) => doubts[about]?.test(code)) ?? false
    return {
      about,
      label,
      answers: [
        ...(isFree ? [answer(undefined, "Automatic")] : []),
        ...values.map((value) => answer(value, say(value))),
      ],
      isPressing: triable.includes(about) && known.isOwn && (isDoubted || options[about] !== undefined),
    }
  }
  const questions: Question<KindOptions>[] = []
  const units = unitsFor(seen)
  if (units !== undefined) questions.push(ask("units", "Parts", units, { isFree: false }))
  const masks = masksFor(seen)
  if (masks.length > 0)
    questions.push(ask("mask", "Mask", masks, { say: (mask) => nameMask(mask, seen?.content.kind) }))
  if ((seen?.content.kind ?? facts.kinds[0]?.value) === "image")
    questions.push(ask("preset", "Normalization", presetNames))
  if (facts.outputs.length > 1) {
    const names = facts.outputs.slice(0, mostOutputs).map(({ name }) => name)
    questions.push(ask("output", "Output", names, { say: (name) => shown(name, 30) }))
  }
  const task = seen?.recipe.task?.name
  if (seen === null || task === undefined || task === "classification" || options.task !== undefined)
    questions.push(
      ask("task", "Task", isText ? [...tasks, ...tasksOfTexts] : tasks),
      ask("activation", "Activation", ["softmax", "sigmoid", "none"]),
    )
  if (seen?.content.kind === "series" && seen.content.isSound)
    questions.push(ask("rate", "Samples per second", rates, { say: count }))
  const hasFields = !isText && seen?.content.kind !== "table"
  return { questions, feeds: hasFields ? otherInputs(facts.inputs) : [] }
}

// A model that exposes every layer has hundreds.
const mostOutputs = 8

/** Settings of which a pass tells what they give; the units are of the map alone. */
export const triable: readonly string[] = [
  "preset",
  "output",
  "task",
  "activation",
  "rate",
] satisfies Option[]

/** Time alone, or each channel: a series of one channel has no choice. */
function unitsFor(seen: Pick<Seen, "content"> | null): readonly string[] | undefined {
  if (seen === null) return undefined
  const { content } = seen
  if (content.kind !== "series") return unitsOf[content.kind]
  if (content.isSound) return ["time", "time-frequency"]
  return content.channels.length > 1 ? unitsOf.series : undefined
}

/** Returns the masks of an input beside the default one. */
function masksFor(seen: Pick<Seen, "content" | "recipe"> | null): readonly string[] {
  if (seen === null) return []
  const { content, recipe } = seen
  // A sound without a part of it is quiet there.
  if (content.kind === "series" && content.isSound) return ["noise"]
  // Words whose places count cannot be left out.
  const areCounted = tasksOfTexts.some((task) => task === recipe.task?.name)
  return (masksOf[content.kind] ?? []).filter((mask) => mask !== "delete" || !areCounted)
}

function nameMask(mask: string, kind: Seen["content"]["kind"] | undefined): string {
  // Only an image has a mean colour.
  return mask === "mean" && kind !== "image" ? "Mean" : wordsOf(mask)
}

// The tokenizer of a question fills them.
const ofTokenizer = /^(input_ids|attention_mask|token_type_ids)$/

/** Returns the inputs beside that of the data, which has the most axes. */
function otherInputs(inputs: KindFacts["inputs"]): readonly string[] {
  const main = inputs.reduce((best, one) => (one.shape.length > best.shape.length ? one : best), inputs[0])
  return inputs.filter((one) => one !== main && !ofTokenizer.test(one.name)).map(({ name }) => name)
}
