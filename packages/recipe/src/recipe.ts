import { activations, readOutScores, readOutWeights } from "@pami/core"
import * as v from "valibot"
import { idleProblem } from "./idle-fields.ts"
import { limits } from "./schema/limits.ts"
import { preprocessingSchema } from "./schema/preprocessing.ts"
import { segmentationsSchema } from "./schema/segmentation.ts"
import { above, list, name, number, text, whole } from "./schema/values.ts"

/** Names of the strategies. */
export const strategies = ["pre-segmentation", "sliding-window", "grid"] as const

/** Names of the masking operators. */
export const masks = ["blur", "black", "white", "mean", "noise"] as const

/** The schema of a {@link Recipe}: every field with what it may be. */
export const recipeSchema = v.pipe(
  v.strictObject({
    /** Name of the model's input for the picture. */
    input: text(),
    /** Name of the model's output, `null` for the only one that fits. */
    output: v.nullable(text()),
    /** `auto` until it is decided for the model, see `decideTarget`. */
    activation: v.picklist(["auto", ...activations]),
    /** Number of labels that are known, `null` for none: two make two classes of a single number. */
    labels: v.nullable(whole(1, limits.classes)),
    preprocessing: preprocessingSchema,
    strategy: v.picklist(strategies),
    /** Settings of a pre-segmentation, `null` for the list of 20 in the order of the mode. */
    settings: v.nullable(segmentationsSchema),
    /** Files of label maps, which are the partitions of a pre-segmentation instead of `settings`. */
    labelMaps: list(name, limits.list),
    /** Augmented copies, as `parseAugmentations` reads them. */
    augment: text(1000),
    mode: v.picklist(["corrected", "authors"]),
    /** Of windows and, times two, the side of grid cells, in pixels; `null` for the strategy's own. */
    radius: v.nullable(number(1, limits.side)),
    stride: v.nullable(number(1, limits.side)),
    /** Forward passes at the most, of all stages; `null` for all that there are. */
    passes: v.nullable(whole(1, limits.passes)),
    /** Promised distance from the full run's map at which the sweep may end, a share of the map's range. */
    until: v.nullable(above(0, 1e9)),
    stages: v.picklist([1, 2]),
    /** What the second stage is cut by. */
    cutBy: v.picklist(["coloured", "raw"]),
    /** The map of two stages: that of the second, or the product of both. */
    combine: v.picklist(["second", "product"]),
    readOut: v.strictObject({ score: v.picklist(readOutScores), weight: v.picklist(readOutWeights) }),
    /** Name of a masking operator, `#rrggbb`, or a picture's file. */
    mask: name,
    seed: whole(-limits.seed, limits.seed),
    /** The model's other inputs: a number that fills them, or a `.npy` file, by name. */
    feeds: v.pipe(v.record(text(), name), v.maxEntries(limits.list)),
  }),
  v.check(
    ({ radius, stride }) => radius === null || stride === null || (2 * radius) / stride <= limits.overlap,
    `a radius of at most ${limits.overlap / 2} times the stride`,
  ),
  v.check(
    ({ radius, preprocessing: { width, height } }) => radius === null || radius <= Math.max(width, height),
    "a radius of at most the longer side of what the model sees",
  ),
  // What has no effect is not shown either: nobody could tell whether it is true.
  v.check(
    ({ strategy, radius, stride }) => strategy !== "pre-segmentation" || (radius === null && stride === null),
    "no radius and no stride with the strategy pre-segmentation",
  ),
  v.check(
    (recipe) => idleProblem(recipe) === undefined,
    ({ input }) => idleProblem(input)!,
  ),
  v.check(({ passes, stages }) => passes === null || passes >= stages, "at least one pass for each stage"),
  v.readonly(),
)

/** Everything that decides a map but the model, the picture and the classes: plain data, kept in the manifest. */
export type Recipe = v.InferOutput<typeof recipeSchema>

/**
 * The recipe with every file it names moved: seen from another folder, as a manifest is.
 *
 * @param move gets the file and the field that names it, as in `mask`, `labelMaps[2]`, `feeds.size`
 */
export function moveFiles(recipe: Recipe, move: (file: string, field: string) => string): Recipe {
  const feeds = Object.entries(recipe.feeds).map(([input, value]) => [
    input,
    isNumber(value) ? value : move(value, `feeds.${input}`),
  ])
  return {
    ...recipe,
    mask: isMaskFile(recipe.mask) ? move(recipe.mask, "mask") : recipe.mask,
    labelMaps: recipe.labelMaps.map((file, index) => move(file, `labelMaps[${index}]`)),
    feeds: Object.fromEntries(feeds) as Record<string, string>,
  }
}

/** The three numbers of `#rrggbb`, 0 to 255; `undefined` for anything else. */
export function hexColor(text: string): [r: number, g: number, b: number] | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (match === null) return undefined
  const [r, g, b] = match.slice(1).map((byte) => parseInt(byte, 16))
  return [r, g, b]
}

/** Whether a feed is a number and no file. */
export function isNumber(text: string): boolean {
  return Number.isFinite(Number(text))
}

function isMaskFile(mask: string): boolean {
  return !masks.some((name) => name === mask) && hexColor(mask) === undefined
}
