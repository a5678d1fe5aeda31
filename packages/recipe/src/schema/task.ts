import * as v from "valibot"
import { limits } from "./limits.ts"
import { list, name, number, text, whole } from "./values.ts"

/** A rectangle on the input: columns and rows of the image, in its own pixels. */
const boxSchema = v.strictObject({
  x: number(-limits.side, limits.side),
  y: number(-limits.side, limits.side),
  width: number(1, limits.side),
  height: number(1, limits.side),
})

/**
 * The schema of the task of a model, with the options that decide its targets: see `@pami/targets`. Scores of classes,
 * exclusive or not, and numbers of a regression are one task, which the activation tells apart.
 */
export const taskSchema = v.variant("name", [
  v.strictObject({ name: v.literal("classification") }),
  v.strictObject({
    name: v.literal("detection"),
    /** Layout of the boxes, `auto` until it is decided for the model. */
    format: text(100),
    /** Lowest score of an object. */
    least: number(0, 1),
  }),
  v.strictObject({
    name: v.literal("segmentation"),
    /** The region whose classes are scored: each class's own, a box, or an image file with a mask. */
    region: v.union([v.literal("own"), boxSchema, name], "own, a box or a file"),
  }),
  v.strictObject({ name: v.literal("keypoints") }),
  v.strictObject({
    name: v.literal("embedding"),
    /** Files of what the input is compared with: of the kind of the input, or `.npy` vectors. */
    references: list(name, limits.list, 1),
  }),
  v.strictObject({
    name: v.literal("characters"),
    /** Number of the class that stands for no character. */
    blank: whole(0, limits.classes),
  }),
  v.strictObject({
    name: v.literal("token-classification"),
    /** Number of the tag of words that are nothing in particular, `null` for none, or until it is decided by the labels. */
    outside: v.nullable(whole(0, limits.classes)),
  }),
  v.strictObject({ name: v.literal("question-answering") }),
  v.strictObject({
    name: v.literal("generation"),
    /** The answer whose words are explained: the model's own, or a person's. */
    answer: text(limits.characters),
  }),
])

/** The task of a model, with the options of its targets. */
export type Task = v.InferOutput<typeof taskSchema>

/** The options of a task that nobody named. Of an embedding there are none: what to compare with is not known. */
export const taskDefaults = {
  classification: { name: "classification" },
  detection: { name: "detection", format: "auto", least: 0.3 },
  segmentation: { name: "segmentation", region: "own" },
  keypoints: { name: "keypoints" },
  characters: { name: "characters", blank: 0 },
  "token-classification": { name: "token-classification", outside: null },
  "question-answering": { name: "question-answering" },
} as const satisfies Partial<Record<Task["name"], Task>>

// An object has a place to look at; the map of each takes a row of a figure.
const shownObjects = 3
const shownOthers = 20

/** Returns whether the targets of a task are scores of classes: those of a recipe that names no task are. */
export function isClassification(
  task: Task | null | undefined,
): task is Extract<Task, { name: "classification" }> | null | undefined {
  return !task || task.name === "classification"
}

/** Returns whether the targets of a task are words, which a model scores at their tokens. */
export function isOfTokens(
  task: Task | null,
): task is Extract<Task, { name: "token-classification" | "question-answering" }> {
  return task?.name === "token-classification" || task?.name === "question-answering"
}

/** Returns what is explained of a task if nobody says: the class of highest score, three objects or regions, else all. */
export function defaultTarget(task: Task | null | undefined): { readonly top: number } {
  if (isClassification(task) || task.name === "question-answering") return { top: 1 }
  return { top: task.name === "detection" || task.name === "segmentation" ? shownObjects : shownOthers }
}

/** Returns the task with the path of every file that it names replaced, as `moveFiles` does. */
export function moveTaskFiles(task: Task, move: (file: string, field: string) => string): Task {
  if (task.name === "embedding")
    return {
      ...task,
      references: task.references.map((file, index) => move(file, `task.references[${index}]`)),
    }
  if (task.name === "segmentation" && typeof task.region === "string" && task.region !== "own")
    return { ...task, region: move(task.region, "task.region") }
  return task
}
