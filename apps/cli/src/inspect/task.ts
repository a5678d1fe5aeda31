import { adviceFor, nameInput, recognizeInputs, recognizeTask } from "@pami/recipe"
import type { InputKind, ModelTask, Recognized } from "@pami/recipe"
import type { LoadedModel } from "../load-model.ts"
import { commandOf } from "../shell.ts"
import { row } from "./text.ts"

/** The likely task of a model, and how it is explained. */
export interface TaskReport {
  /** Kinds of input that it may take, the likeliest first, with the evidence. */
  readonly inputs: readonly { readonly kind: InputKind; readonly why: string }[]
  /** Whether it takes a text beside an image. */
  readonly asksQuestion: boolean
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
  "question-answering": "the likeliest answer, a place in the context",
  generation: "each word of the caption or answer that it writes",
}

/**
 * Returns what a model seems to be made for, by its files and its declarations.
 *
 * @param named the model as the user named it: a file or a folder
 */
export function reportTask(loaded: LoadedModel, named: string): TaskReport {
  const { model, task: facts, architectures } = loaded
  const inputs = recognizeInputs(model, architectures).map(({ value, why }) => ({ kind: value, why }))
  const found = taskOf(loaded)
  const [likely] = inputs
  const name = likely && fileFor(likely, found?.value)
  const isExplained = name !== undefined && (found?.value !== "generation" || loaded.writer !== undefined)
  return {
    inputs,
    asksQuestion: likely !== undefined && takesQuestion(loaded, likely.kind),
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
          ? facts?.task === "single-label" || facts?.task === "multi-label"
            ? "the class of highest score"
            : "the class of highest score, or the number"
          : isExplained
            ? targets[found.value]
            : "nothing: it writes, and no decoder is beside it",
    command: isExplained
      ? commandOf("pami", "explain", name, "--model", named, ...optionsFor(loaded, likely.kind, found?.value))
      : null,
  }
}

/** Returns the task of a model, and why; undefined for scores of classes. */
function taskOf({
  model,
  task: facts,
  architectures,
  decoder,
}: LoadedModel): Recognized<ModelTask> | undefined {
  if (decoder !== undefined) return { value: "generation", why: "it is an encoder, with a decoder beside it" }
  return recognizeTask(model, facts === undefined ? architectures : [])
}

/** Returns the name of a file that the model may take; undefined for an input that is not explained here. */
function fileFor({ kind, why }: TaskReport["inputs"][0], task: ModelTask | undefined): string | undefined {
  // A sound has a name of its kind, or many samples.
  if (kind === "series" && !/called|in a row/.test(why)) return "series.csv"
  // With a question and its context.
  return task === "question-answering" ? "asked.json" : files[kind]
}

/** Returns the options with which a model is explained. */
function optionsFor(loaded: LoadedModel, kind: InputKind, task: ModelTask | undefined): readonly string[] {
  return [
    ...(task === "embedding" ? ["--reference", "other.jpg"] : []),
    ...(takesQuestion(loaded, kind) ? ["--question", "What is it?"] : []),
  ]
}

/** Returns whether a model takes a text beside an image. */
function takesQuestion({ model: { inputs } }: LoadedModel, kind: InputKind): boolean {
  return kind === "image" && inputs.some(({ name }) => name === "input_ids")
}

/** Returns the lines about the task. */
export function taskLines({ inputs, asksQuestion, task, explains, command }: TaskReport): string[] {
  const [likely, ...others] = inputs
  return [
    "",
    ...(likely === undefined
      ? [row("takes", "nothing that is recognised")]
      : [row("takes", `${nameInput(likely.kind)}: ${likely.why}`)]),
    ...(asksQuestion ? [row("and", "a text beside the image: --question TEXT")] : []),
    // Ids of a text are numbers in a row, too.
    ...(likely?.kind === "text" ? [] : others).map(({ kind, why }) =>
      row("or", `${nameInput(kind)}: ${why}`),
    ),
    row("task", `${task.name}: ${task.why}`),
    row("explains", explains),
    ...(command === null ? [] : [row("command", command)]),
  ]
}
