import { adviceFor, nameInput, recognizeInputs, recognizeTask } from "@pami/recipe"
import type { InputKind, ModelTask } from "@pami/recipe"
import type { LoadedModel } from "../load-model.ts"
import { commandOf } from "../shell.ts"
import { row } from "./text.ts"

/** The likely task of a model, and how it is explained. */
export interface TaskReport {
  /** Kinds of input that it may take, the likeliest first, with the evidence. */
  readonly inputs: readonly { readonly kind: InputKind; readonly why: string }[]
  readonly task: { readonly name: string; readonly why: string }
  /** The targets, in words. */
  readonly explains: string
  /** The command that explains it; `null` for a model that is not explained here. */
  readonly command: string | null
}

const files: Readonly<Partial<Record<InputKind, string>>> = {
  image: "photo.jpg",
  series: "sound.wav",
  table: "rows.csv",
  volume: "scan.nii",
  text: "review.txt",
}

const targets: Readonly<Record<ModelTask, string>> = {
  detection: "the 3 strongest objects, each with its box",
  segmentation: "the 3 classes with the largest regions, each in its own region",
  keypoints: "each keypoint, at its place",
  embedding: "the similarity to a reference",
  characters: "each character of the decoded text",
  "token-classification": "each word with a tag",
  "question-answering": "the likeliest answer",
  generation: "nothing: a model that generates is not explained here",
}

/** Returns what a model seems to be made for, by its files and its declarations. */
export function reportTask({ model, file, task: facts, architectures }: LoadedModel): TaskReport {
  const inputs = recognizeInputs(model, architectures).map(({ value, why }) => ({ kind: value, why }))
  const found = recognizeTask(model, facts === undefined ? architectures : [])
  const [likely] = inputs
  // A sound has a name of its kind, or many samples.
  const isSound = likely?.kind === "series" && /called|in a row/.test(likely.why)
  const name = likely && (likely.kind === "series" && !isSound ? "series.csv" : files[likely.kind])
  const isExplained = name !== undefined && found?.value !== "generation"
  const given = file === null ? [] : ["--model", file]
  const reference = found?.value === "embedding" ? ["--reference", "other.jpg"] : []
  return {
    inputs,
    task:
      found !== undefined
        ? { name: found.value, why: found.why }
        : facts !== undefined
          ? { name: facts.task, why: facts.why }
          : { name: "classification", why: "nothing speaks for another task" },
    explains:
      likely !== undefined && name === undefined
        ? `nothing from the command line. ${adviceFor(likely.kind)}`
        : found === undefined
          ? "the class of highest score, or the number"
          : targets[found.value],
    command: isExplained ? commandOf("pami", "explain", name, ...given, ...reference) : null,
  }
}

/** Returns the lines about the task. */
export function taskLines({ inputs, task, explains, command }: TaskReport): string[] {
  const [likely, ...others] = inputs
  return [
    "",
    ...(likely === undefined
      ? [row("takes", "nothing that is recognised")]
      : [row("takes", `${nameInput(likely.kind)}: ${likely.why}`)]),
    ...others.map(({ kind, why }) => row("or", `${nameInput(kind)}: ${why}`)),
    row("task", `${task.name}: ${task.why}`),
    row("explains", explains),
    ...(command === null ? [] : [row("command", command)]),
  ]
}
