import {
  average,
  explain,
  firstPasses,
  lastStage,
  ofStage,
  preferredTarget,
  productOf,
  twoStages,
  untilConverged,
} from "@pami/core"
import type {
  Explanation,
  Model,
  Partitioner,
  Progress,
  Selection,
  Signal,
  Target,
  TargetId,
} from "@pami/core"
import type { PictureInput } from "@pami/image"
import { mapToImage } from "@pami/pre-segmentation"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Files } from "./files.ts"
import type { Recipe } from "./recipe.ts"
import { createPartitioner } from "./create-partitioner.ts"

/** What a sweep needs in addition to the recipe. */
export interface RunOptions {
  readonly model: Model
  readonly prepared: PictureInput
  readonly target: Target
  /** Default: that of `preSegmentation`, which cuts in a worker. */
  readonly segmenter?: Segmenter
  readonly files: Files
  /** The target whose map drives a second stage, by default the preferred one, or its contrast with another. */
  readonly guide?: { readonly target?: TargetId | undefined; readonly versus?: TargetId | undefined }
  /** Passes of each stage at most; default as the recipe says. */
  readonly limits?: readonly number[]
  /** Default `auto`. */
  readonly batch?: number | "auto"
  readonly signal?: Signal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs the sweep of a recipe, in one stage or two (paper, pre-segmentation): the second stage segments the map of the first.
 *
 * @throws the errors of `explain`; a `PamiError` has the explanation so far as `partial`
 */
export async function runRecipe(recipe: Recipe, options: RunOptions): Promise<Explanation> {
  const { model, prepared, target, batch = "auto", signal, onProgress } = options
  const limits = options.limits ?? limitsOf(recipe)
  return await explain({
    model,
    input: prepared.input,
    target,
    partitioner: await partitionerFor(recipe, options, limits),
    ...(limits.length === 0 ? {} : { passes: limits.reduce((sum, passes) => sum + passes, 0) }),
    batch,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })
}

/** Returns how many passes each stage may spend at most: they share the recipe's. */
export function limitsOf({ passes, stages }: Recipe): number[] {
  if (passes === null) return []
  return stages === 1 ? [passes] : [Math.ceil(passes / 2), Math.floor(passes / 2)]
}

async function partitionerFor(
  recipe: Recipe,
  options: RunOptions,
  limits: readonly number[],
): Promise<Partitioner> {
  const { prepared } = options
  const cut = await createPartitioner(recipe, prepared.geometry, options)
  const limited = (stage: number): Partitioner => {
    const partitioner = limits[stage] === undefined ? cut : firstPasses(cut, limits[stage])
    // Given limits are those of a run that has converged already.
    return recipe.until === null || options.limits !== undefined
      ? partitioner
      : untilConverged(partitioner, recipe.until)
  }
  if (recipe.stages === 1) return limited(0)
  return twoStages({
    first: limited(0),
    second: limited(1),
    settings: { cutBy: recipe.cutBy },
    look: (first) =>
      prepared.cutBy(`first map, ${recipe.cutBy}`, guideOf(recipe, options, first), channels(recipe)),
  })
}

function channels({ cutBy }: Recipe): 1 | 3 {
  return cutBy === "raw" ? 1 : 3
}

/** Returns the map of the first stage as an image to segment. */
function guideOf(recipe: Recipe, { prepared, guide = {} }: RunOptions, first: Explanation) {
  const { target = preferredTarget(first).id, versus } = guide
  const selection = versus === undefined || versus === target ? target : { target, versus }
  const map = average(first, selection, recipe.readOut)
  return mapToImage(map, { ...prepared.geometry.grid, as: recipe.cutBy, mode: recipe.mode })
}

/** Returns the map that the recipe asks for: that of the last stage, or the product of both. */
export function readMap(recipe: Recipe, explanation: Explanation, selection?: Selection): Float32Array {
  const maps = Array.from({ length: lastStage(explanation) }, (_, index) =>
    average(ofStage(explanation, index + 1), selection, recipe.readOut),
  )
  return recipe.combine === "product" && maps.length > 1 ? productOf(maps) : maps[maps.length - 1]
}
