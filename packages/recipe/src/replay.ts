import {
  countParts,
  distanceToFull,
  lastStage,
  ofLastStage,
  passesOfStages,
  PamiError,
  verify,
} from "@pami/core"
import type { Explanation, Manifest, TargetId, Verification } from "@pami/core"
import type { ImageRecipe } from "./schema/recipe.ts"
import { isClassification } from "./schema/task.ts"
import { readClasses } from "./manifest-record.ts"
import type { ImageRecord, RecipeRecord } from "./manifest-record.ts"
import { isImageRecord } from "./manifest-record.ts"
import { limitsOf, readMap, runRecipe } from "./run-recipe.ts"
import type { ResolvedRecipe } from "./resolve-recipe.ts"
import type { RunOptions } from "./run-recipe.ts"
import { prepareTask } from "./prepare-task.ts"
import { createTarget } from "./target/create-target.ts"

/** Options of {@link replay}. */
export interface ReplayOptions extends Pick<
  RunOptions,
  "model" | "prepared" | "segmenter" | "signal" | "onProgress"
> {
  /** The record's recipe with the files that it names. */
  readonly resolved: ResolvedRecipe
}

/**
 * Computes the maps of a manifest of an image again, and compares everything that it shows, maps to the last bit.
 *
 * @throws PamiError `MANIFEST_INVALID` where the record contradicts itself, and the errors of `runRecipe`
 */
export async function replay(
  expected: Manifest,
  record: RecipeRecord,
  options: ReplayOptions,
): Promise<Verification> {
  if (!isImageRecord(record))
    throw new PamiError("MANIFEST_INVALID", `it explains a ${record.recipe.kind}: see replayData`)
  const { recipe, stages: limits } = record
  const classes = isClassification(recipe.task) ? readClasses(expected) : "all"
  expectConsistent(expected, record, classes)
  const context = await prepareTask(options.resolved, options.model, options.prepared.geometry)
  const recompute = async () => {
    const explanation = await runRecipe(
      { ...options.resolved, recipe: { ...recipe, stages: limits.length === 1 ? 1 : 2 } },
      {
        ...options,
        target: createTarget(recipe, { ...context, classes }),
        // One that was stopped early, or had converged, is computed just as far.
        limits,
      },
    )
    return { ...explanation, complete: wasComplete(recipe, explanation, expected.complete) }
  }
  const { checks, explanation } = await verify(expected, recompute, {
    read: (computed, id) => readMap(recipe, computed, id),
  })
  const passes = passesOfStages(explanation)
  const same = JSON.stringify(passes) === JSON.stringify(limits)
  const all = [...checks, { what: "passes of each stage", expected: limits, actual: passes, same }]
  return { same: all.every((check) => check.same), checks: all, explanation }
}

/** Refuses a manifest that states its classes or stages twice and differently. */
function expectConsistent(
  { maps }: Manifest,
  { recipe, stages }: ImageRecord,
  classes: "all" | readonly number[],
): void {
  const demand = (holds: boolean, what: string) => {
    if (!holds) throw new PamiError("MANIFEST_INVALID", what)
  }
  const isClasses = isClassification(recipe.task)
  const kept = (target: TargetId) =>
    !isClasses || (typeof target === "number" && (classes === "all" || classes.includes(target)))
  for (const [index, { target }] of maps.entries())
    demand(kept(target), `maps[${index}].target: one of target.settings.classes, got ${target}`)
  const { target, versus } = recipe
  // Classes of a detector are those of its objects.
  const named = !isClasses
    ? []
    : ["classes" in target ? target.classes : [], versus === null ? [] : [versus]].flat()
  for (const id of named)
    demand(
      maps.some((map) => map.target === id),
      `extra.recipe: target and versus with a map each, got ${id}`,
    )
  demand(
    stages.length <= recipe.stages,
    `extra.stages: at most ${recipe.stages}, as extra.recipe.stages says, got ${stages.length}`,
  )
  for (const [index, passes] of stages.entries()) {
    const most = limitsOf(recipe)[index] ?? Infinity
    demand(
      passes <= most,
      `extra.stages[${index}]: at most ${most}, as extra.recipe.passes says, got ${passes}`,
    )
  }
}

/** Returns whether a sweep that was computed as far as the manifest says had then done everything that the recipe asked for. */
function wasComplete(recipe: ImageRecipe, explanation: Explanation, recorded: boolean): boolean {
  const stage = lastStage(explanation)
  if (stage < recipe.stages) return false
  const { passes, partitions, planned } = ofLastStage(explanation)
  if (passes >= (limitsOf(recipe)[stage - 1] ?? Infinity)) return true
  const parts = partitions.reduce((sum, partition) => sum + countParts(partition), 0)
  if (partitions.length === planned?.[0] && passes === parts) return true
  // The sweep looks for convergence now and then: one that was stopped between two looks may be either.
  return recipe.until !== null && distanceToFull(ofLastStage(explanation)) <= recipe.until && recorded
}
