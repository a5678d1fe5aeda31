import type { Explanation, Selection, TargetId } from "@pami/core"
import { isClassification, sweptClasses } from "@pami/recipe"
import type { Recipe, Task } from "@pami/recipe"
import { strongest } from "./strongest.ts"

/** A target, and the one that it is contrasted with, if any. */
export interface Contrast {
  readonly target: TargetId
  readonly versus?: TargetId | undefined
}

/** Returns a contrast as the read-outs of `@pami/core` take it. */
export function selectionOf({ target, versus }: Contrast): Selection {
  return versus === undefined || versus === target ? target : { target, versus }
}

/**
 * Returns the targets that a recipe explains, each with the class that it is contrasted with: of a classification, the classes
 * that it asks for; of another task, all targets of the sweep.
 */
export function explainedContrasts(
  { task, target, versus }: Pick<Recipe, "task" | "target" | "versus">,
  { prediction, targets }: Pick<Explanation, "prediction" | "targets">,
): Contrast[] {
  const swept = targets.map(({ id }) => id)
  if (!isClassification(task)) return chosenOf(task.name, target, swept).map((id) => ({ target: id }))
  const named: readonly TargetId[] =
    "positive" in target
      ? sweptClasses({ target, versus: null })(Float64Array.from(prediction, ({ score }) => score))
      : "classes" in target
        ? target.classes
        : strongest(prediction, target.top).map(({ id }) => id)
  const known = named.filter((id) => swept.includes(id) && (id !== versus || named.length === 1))
  // An explanation of the caller's own targets knows nothing of classes.
  const ids = known.length > 0 ? known : [swept[0]]
  return ids.map((id) => ({ target: id, ...(versus === null || versus === id ? {} : { versus }) }))
}

const ofPositions: readonly Task["name"][] = ["keypoints", "characters", "generation"]

/** Returns the targets of a task that has its own: of keypoints, characters and words of an answer, those at the named positions. */
function chosenOf(
  task: Task["name"],
  target: Recipe["target"],
  swept: readonly TargetId[],
): readonly TargetId[] {
  // The map of an answer of one word is that of the word.
  if (task === "generation" && swept.length === 2) return swept.slice(1)
  if ("top" in target) return swept.slice(0, target.top)
  const isPositions = "classes" in target && ofPositions.includes(task)
  const named = isPositions ? swept.filter((id) => target.classes.includes(id as number)) : swept
  return named.length > 0 ? named : swept
}

/**
 * Returns the recipe that explains a class, or the contrast of two. Those of other tasks than classification are returned as
 * they are: their targets are explained together.
 */
export function explaining<Kind extends Recipe>(
  recipe: Kind,
  { target, versus }: { readonly target: TargetId; readonly versus?: TargetId | null | undefined },
): Kind {
  if (!isClassification(recipe.task)) return recipe
  return { ...recipe, target: { classes: [target] }, versus: versus === target ? null : (versus ?? null) }
}

/** Returns every target of these contrasts, once. */
export function targetsOf(contrasts: readonly Contrast[]): TargetId[] {
  const ids = contrasts.flatMap(({ target, versus }) => [target, ...(versus === undefined ? [] : [versus])])
  // The explained ones first.
  return [...new Set([...contrasts.map(({ target }) => target), ...ids])]
}
