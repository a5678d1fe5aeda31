import type { Explanation, Selection, TargetId } from "@pami/core"
import type { Recipe } from "@pami/recipe"
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
 * Returns the targets that a recipe explains, each with the class that it is contrasted with: those of highest score, or
 * the named ones.
 */
export function explainedContrasts(
  { target, versus }: Pick<Recipe, "target" | "versus">,
  { prediction, targets }: Pick<Explanation, "prediction" | "targets">,
): Contrast[] {
  const swept = targets.map(({ id }) => id)
  const named: readonly TargetId[] =
    "classes" in target ? target.classes : strongest(prediction, target.top).map(({ id }) => id)
  const known = named.filter((id) => swept.includes(id) && (id !== versus || named.length === 1))
  // An explanation of the caller's own targets knows nothing of classes.
  const ids = known.length > 0 ? known : [swept[0]]
  return ids.map((id) => ({ target: id, ...(versus === null || versus === id ? {} : { versus }) }))
}

/** Returns every target of these contrasts, once. */
export function targetsOf(contrasts: readonly Contrast[]): TargetId[] {
  const ids = contrasts.flatMap(({ target, versus }) => [target, ...(versus === undefined ? [] : [versus])])
  // The explained ones first.
  return [...new Set([...contrasts.map(({ target }) => target), ...ids])]
}
