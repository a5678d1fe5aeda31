import {
  average,
  contributions,
  explain,
  firstPasses,
  lastStage,
  ofStage,
  partWeights,
  preferredTarget,
  productOf,
  twoStages,
  untilConverged,
} from "@pami/core"
import type {
  Explanation,
  Method,
  Model,
  Partitioner,
  Progress,
  ReadOut,
  Selection,
  Signal,
  Target,
} from "@pami/core"
import type { PictureInput } from "@pami/image"
import { createMethod } from "@pami/methods"
import { mapToImage } from "@pami/pre-segmentation"
import { effects } from "@pami/table"
import { textSegments } from "@pami/text"
import type { Segmenter } from "@pami/pre-segmentation"
import { definedFields } from "./schema/defined-fields.ts"
import type { Recipe } from "./schema/any-recipe.ts"
import type { ImageRecipe } from "./schema/recipe.ts"
import type { ResolvedRecipe } from "./resolve-recipe.ts"
import { createPartitioner } from "./create-partitioner.ts"
import { createTarget } from "./target/create-target.ts"

/** Options of {@link runRecipe}. */
export interface RunOptions {
  readonly model: Model
  /** The input, from `prepareInput` of the same recipe. */
  readonly prepared: PictureInput
  /** Default: `createTarget(recipe)`. */
  readonly target?: Target
  /** Default: that of `preSegmentation`, which segments in a worker. */
  readonly segmenter?: Segmenter
  /** Maximum number of passes of each stage. Default: the recipe's, shared equally. */
  readonly limits?: readonly number[]
  /** Default `auto`. */
  readonly batch?: number | "auto"
  readonly signal?: Signal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs the sweep of a recipe: that of its method; of `pami`, in one stage or two (paper, pre-segmentation): the second stage
 * segments the map of the first.
 *
 * @throws the errors of `explain`; a `PamiError` has the explanation so far as `partial`
 */
export async function runRecipe(resolved: ResolvedRecipe, options: RunOptions): Promise<Explanation> {
  const { recipe } = resolved
  const { model, prepared, target = createTarget(recipe), batch = "auto", signal, onProgress } = options
  const limits = options.limits ?? limitsOf(recipe)
  return await explain({
    model,
    input: prepared.input,
    target,
    partitioner: await partitionerFor(resolved, options, limits),
    ...(limits.length === 0 ? {} : { passes: limits.reduce((sum, passes) => sum + passes, 0) }),
    batch,
    ...definedFields({ signal, onProgress }),
  })
}

/** Returns how many passes each stage may spend at most: they share the recipe's. */
export function limitsOf({ passes, stages }: ImageRecipe): number[] {
  if (passes === null) return []
  return stages === 1 ? [passes] : [Math.ceil(passes / 2), Math.floor(passes / 2)]
}

async function partitionerFor(
  resolved: ResolvedRecipe,
  options: RunOptions,
  limits: readonly number[],
): Promise<Partitioner> {
  const { recipe } = resolved
  const { prepared } = options
  if (recipe.method !== "pami") {
    const { partitioner } = methodOf(recipe)
    return limits[0] === undefined ? partitioner : firstPasses(partitioner, limits[0])
  }
  const cut = await createPartitioner(resolved, prepared.geometry, options.segmenter)
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
      prepared.cutBy(`first map, ${recipe.cutBy}`, firstMap(recipe, prepared, first), channels(recipe)),
  })
}

function channels({ cutBy }: ImageRecipe): 1 | 3 {
  return cutBy === "raw" ? 1 : 3
}

/** Returns the map of the first stage as an image to segment. */
function firstMap(recipe: ImageRecipe, { geometry }: PictureInput, first: Explanation) {
  const map = average(first, selectionOf(recipe, first), readOutOf(recipe))
  return mapToImage(map, { ...geometry.grid, as: recipe.cutBy, mode: recipe.mode })
}

/** Returns the first class that the recipe explains, or its contrast with another. */
function selectionOf({ target, versus }: ImageRecipe, explanation: Explanation): Selection {
  const id = "classes" in target ? target.classes[0] : preferredTarget(explanation).id
  return versus === null || versus === id ? id : { target: id, versus }
}

/** Returns the functions that a recipe names. */
function readOutOf({ readOut: { score, weight } }: Pick<Recipe, "readOut">): ReadOut {
  return { score: contributions[score], weight: partWeights[weight] }
}

/** Returns the method of a recipe. The number of passes that it plans with decides which parts it makes. */
export function methodOf({
  kind,
  method,
  passes,
  seed,
}: Pick<Recipe, "kind" | "method" | "passes" | "seed">): Method {
  return createMethod(method, {
    ...(passes === null ? {} : { passes }),
    // Words have no colours to segment by.
    ...(kind === "text" ? { segments: textSegments() } : {}),
    seed,
  })
}

/**
 * Returns the map of the recipe, as its method reads it: of `pami`, that of the last stage, or the product of both. The map of
 * a contrast is the difference of two.
 */
export function readMap(recipe: Recipe, explanation: Explanation, selection?: Selection): Float32Array {
  if (recipe.method !== "pami") return readSelection(methodOf(recipe).read, explanation, selection)
  if (recipe.kind === "table" && recipe.reading === "effect") return effects(explanation, selection)
  const maps = Array.from({ length: lastStage(explanation) }, (_, index) =>
    average(ofStage(explanation, index + 1), selection, readOutOf(recipe)),
  )
  return recipe.kind === "image" && recipe.combine === "product" && maps.length > 1
    ? productOf(maps)
    : maps[maps.length - 1]
}

/** Returns the map of a target, or the difference of the maps of the two in a contrast. */
export function readSelection(
  read: Method["read"],
  explanation: Explanation,
  selection?: Selection,
): Float32Array {
  if (typeof selection !== "object") return read(explanation, selection)
  const { target, versus } = selection
  const map = read(explanation, target)
  if (versus === undefined) return map
  const other = read(explanation, versus)
  return map.map((value, unit) => value - other[unit])
}
