import type { TaskFacts } from "@pami/core"
import { taskDefaults } from "./task.ts"
import type { Task } from "./task.ts"

/**
 * Names of tasks as people give them: `multi-label` and `regression` are classifications with an activation.
 */
export const namedTasks = [
  "classification",
  "multi-label",
  "regression",
  "detection",
  "segmentation",
  "keypoints",
  "embedding",
  "characters",
  "token-classification",
  "question-answering",
] as const

/** A task by its name. */
export type NamedTask = (typeof namedTasks)[number]

const facts: Readonly<Partial<Record<NamedTask, TaskFacts["task"]>>> = {
  classification: "single-label",
  "multi-label": "multi-label",
  regression: "regression",
  embedding: "embedding",
}

/** Returns the facts about a model whose task a person names, for the choice of the activation. */
export function factsOf(name: NamedTask): TaskFacts | undefined {
  const task = facts[name]
  return task === undefined ? undefined : { task, why: `the task "${name}" that you named` }
}

/**
 * Returns the task of a recipe for a name; `null`, to be decided, for an embedding without references.
 */
export function taskOf(name: NamedTask, references: readonly string[] = []): Task | null {
  if (name === "embedding") return references.length === 0 ? null : { name, references }
  return taskDefaults[name === "multi-label" || name === "regression" ? "classification" : name]
}
