import { classProbability, PamiError } from "@pami/core"
import type { ClassProbabilityOptions, Target } from "@pami/core"
import {
  characters,
  detectedObjects,
  detectionFormats,
  keypoints,
  regionProbability,
  similarity,
  answerSpan,
  wordTags,
} from "@pami/targets"
import type { DetectionFormat, RegionMask, TokenPlace } from "@pami/targets"
import { definedFields } from "../schema/defined-fields.ts"
import type { Recipe } from "../schema/any-recipe.ts"
import { sweptClasses } from "./classes.ts"

/** Facts that a target needs beyond the recipe, from the files that the recipe names: see `prepareTask`. */
export interface TaskContext {
  /** The vectors that the output of an embedding is compared with, by name. */
  readonly references?: readonly { readonly label: string; readonly vector: Float32Array }[] | undefined
  /** The region of a segmentation. */
  readonly region?: RegionMask | undefined
  /** The words of the texts, and their places among the tokens. */
  readonly words?: readonly TextWord[] | undefined
}

/** A word of one of several texts. */
export type TextWord = TokenPlace & Required<Pick<TokenPlace, "span">>

/** Options of {@link createTarget}. */
export interface TargetOptions extends TaskContext {
  /** The classes whose scores are kept, for a classification. Default: those that the recipe explains and contrasts. */
  readonly classes?: ClassProbabilityOptions["classes"] | undefined
  /** Names of the classes, which the explanation then carries. */
  readonly labels?: readonly string[] | undefined
}

/**
 * Returns the target of a recipe: of `@pami/targets` by its task, of a recipe without one `classProbability`.
 *
 * @throws PamiError `REFERENCE_MISSING` for an embedding without `references`
 * @throws RangeError for an unknown layout of boxes
 */
export function createTarget(recipe: Recipe, options: TargetOptions = {}): Target {
  const { task, target } = recipe
  const { labels, references = [], region, words = [] } = options
  const output = recipe.output === null ? {} : { output: recipe.output }
  const named = labels === undefined ? {} : { labels }
  switch (task?.name) {
    case "detection":
      return detectedObjects({
        ...named,
        format: formatNamed(task.format),
        least: task.least,
        objects: "top" in target ? `top:${target.top}` : "all",
        ...("classes" in target ? { classes: target.classes } : {}),
      })
    case "segmentation":
      return regionProbability({
        ...output,
        ...named,
        ...(region === undefined ? {} : { region }),
        ...("classes" in target ? { class: target.classes } : {}),
        ...("top" in target ? { class: `top:${target.top}` as const } : {}),
      })
    case "keypoints":
      return keypoints({ ...output, ...named, ...("classes" in target ? { points: target.classes } : {}) })
    case "characters":
      return characters({ ...output, alphabet: labels ?? [], blank: task.blank })
    case "token-classification":
      return wordTags({
        ...output,
        words,
        ...(labels === undefined ? {} : { tags: labels }),
        ...(task.outside === null ? {} : { outside: task.outside }),
        ...("classes" in target ? { only: target.classes } : {}),
      })
    case "question-answering":
      return answerIn(wordsOfContext(words), target)
    case "generation":
      throw new PamiError(
        "TASK_UNSUPPORTED",
        "the words of an answer are scored by a model that is fed the answer, which `explainer` makes: explain it again",
      )
    case "embedding":
      return similarity({ ...output, references })
    default:
      return classProbability({
        ...classOptions(recipe),
        ...named,
        activation: recipe.activation,
        classes: options.classes ?? sweptClasses(recipe),
      })
  }
}

/** Returns the words of the text that holds the answer: the one named `context`, else the last. */
function wordsOfContext(words: readonly TextWord[]): readonly TextWord[] {
  const last = words.at(-1)?.span.text
  const context = words.some(({ span }) => span.text === "context") ? "context" : last
  return words.filter(({ span }) => span.text === context)
}

/** Returns the target of an answer that is a place in a text: its words, with a space where white space is between them. */
function answerIn(words: readonly TextWord[], target: Recipe["target"]): Target {
  return answerSpan({
    words,
    textOf: (first, last) =>
      words
        .slice(first, last + 1)
        .map(({ label, span }, i) => (i > 0 && words[first + i - 1].span.end < span.start ? " " : "") + label)
        .join(""),
    ...("top" in target ? { answers: target.top } : {}),
  })
}

/**
 * Returns a layout of boxes by its name.
 *
 * @throws RangeError for an unknown name
 */
function formatNamed(name: string): DetectionFormat | "auto" {
  const format = detectionFormats.find((one) => one === name)
  if (format !== undefined || name === "auto") return format ?? "auto"
  throw new RangeError(`boxes: one of auto, ${detectionFormats.join(", ")}; got ${JSON.stringify(name)}`)
}

/** Returns the options of `classProbability` that a recipe holds. */
export function classOptions({ output, labels }: Pick<Recipe, "output" | "labels">): {
  output?: string
  labels?: number
} {
  return definedFields({ output: output ?? undefined, labels: labels ?? undefined })
}
