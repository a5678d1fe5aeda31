import type { Target } from "@pami/core"
import { parseLabels, presetNames } from "@pami/image"
import type { Labels, PresetName } from "@pami/image"
import { definedFields, factsOf, namedTasks, parseClass, parseTarget, taskOf } from "@pami/recipe"
import type { PreparationOptions, Recipe, RecipeDraft, TextFile } from "@pami/recipe"
import type { Tokenizer } from "@pami/text"
import { platform } from "#platform"
import type { DecideOnceOptions } from "./decide-once.ts"
import type { ExplainerOptions, ExplainOptions } from "./options.ts"
import type { ClassName } from "./result.ts"

/** Returns the options of an explanation as a draft of its recipe. */
export function draftOf(options: ExplainerOptions, labels: Labels | undefined): RecipeDraft {
  const { task, references, target, versus, mask, method, labels: _labels, ...others } = options
  const { kind: _kind, preprocessing: _preprocessing, ...rest } = others
  const named = references?.map((file) => platform.recordedName(file))
  return {
    ...rest,
    ...taskFields(task, named),
    ...(target === undefined || isTarget(target) ? {} : { target: readTarget(target, labels) }),
    ...(versus === undefined ? {} : { versus: readClass(versus, labels) }),
    ...(typeof method === "string" ? { method } : {}),
    ...(typeof mask === "string" ? { mask: platform.recordedName(mask) } : {}),
  }
}

/**
 * Returns the fields of a recipe that a task decides.
 *
 * @throws RangeError for an unknown name
 */
export function taskFields(
  task: ExplainOptions["task"],
  references?: readonly string[],
): Pick<RecipeDraft, "task"> {
  if (typeof task === "object") return { task }
  if (task !== undefined && !namedTasks.includes(task))
    throw new RangeError(`task: one of ${namedTasks.join(", ")}; got ${JSON.stringify(task)}`)
  // References are for an embedding, and say so.
  const name = task ?? (references === undefined ? undefined : "embedding")
  const named = name === undefined ? null : taskOf(name, references)
  return named === null ? {} : { task: named }
}

/** Returns the options of a decision that a call gives. */
export function decisionOptions({ task, target, readOut, signal }: ExplainOptions): DecideOnceOptions {
  const facts = typeof task === "string" ? factsOf(task) : undefined
  return {
    ...definedFields({ signal, task: facts }),
    isTargetOpen: target === undefined,
    isReadOutOpen: readOut === undefined,
  }
}

function readTarget(target: ClassName | readonly ClassName[], labels: Labels | undefined): Recipe["target"] {
  if (typeof target === "string") return parseTarget(target, labels)
  if (typeof target === "number") return { classes: [target] }
  if (!Array.isArray(target))
    throw new RangeError('target: a class number, a label, "top:3", a list of classes, or a target')
  return { classes: (target as readonly ClassName[]).map((name) => readClass(name, labels)) }
}

function readClass(name: ClassName, labels: Labels | undefined): number {
  return typeof name === "number" ? name : parseClass(name, labels)
}

/** Returns the labels that the caller gives, from their file if need be. */
export async function readLabels(labels: ExplainerOptions["labels"]): Promise<Labels | undefined> {
  if (labels === undefined || Array.isArray(labels)) return labels as Labels | undefined
  const { name, text } = isTextFile(labels) ? labels : await platform.readText(labels as string | URL)
  return await parseLabels(text, name)
}

/** Returns the preprocessing that the caller gives, from its file if need be. */
export async function readPreset(
  preset: ExplainerOptions["preprocessing"],
): Promise<PreparationOptions["preset"]> {
  if (preset instanceof URL) return await platform.readText(preset)
  if (typeof preset !== "string" || presetNames.includes(preset as PresetName)) return preset
  return await platform.readText(preset)
}

/** Returns whether an object of the caller's decided the map, which no recipe can name. */
export function hasObjects(options: ExplainOptions): boolean {
  const { target, mask, partitioner, method, segmenter, tokenizer } = options
  return (
    isTarget(target) ||
    isTokenizer(tokenizer) ||
    typeof mask === "object" ||
    typeof method === "object" ||
    [partitioner, segmenter].some((one) => one !== undefined)
  )
}

/** Returns whether the target is an object of the caller's. */
export function isTarget(target: ExplainOptions["target"]): target is Target {
  return typeof target === "object" && target !== null && "bind" in target
}

/** Returns whether the tokenizer is an object of the caller's, and not a file. */
export function isTokenizer(tokenizer: ExplainOptions["tokenizer"]): tokenizer is Tokenizer {
  return typeof tokenizer === "object" && "encode" in tokenizer
}

function isTextFile(value: unknown): value is TextFile {
  return typeof value === "object" && value !== null && "text" in value && "name" in value
}
