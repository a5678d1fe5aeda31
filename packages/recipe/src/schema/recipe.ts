import { activations, readOutScores, readOutWeights } from "@pami/core"
import { methodNames } from "@pami/methods"
import * as v from "valibot"
import { idleProblem } from "./idle-fields.ts"
import { limits } from "./limits.ts"
import { preprocessingSchema } from "./preprocessing.ts"
import { segmentationsSchema } from "./segmentation.ts"
import { isClassification, moveTaskFiles, taskSchema } from "./task.ts"
import { above, list, name, number, text, whole } from "./values.ts"

/** Names of the strategies. */
export const strategies = ["pre-segmentation", "sliding-window", "grid"] as const

/** Names of the masking operators. */
export const masks = ["blur", "black", "white", "mean", "noise"] as const

/** Names of the masking operators of inputs that are not images, beside those of images. */
export const dataMasks = [
  "auto",
  "silence",
  "interpolation",
  "minimum",
  "mask-token",
  "unknown-token",
  "delete",
] as const

const classNumber = whole(0, limits.classes - 1)

/** The schema of a list of classes, each once. */
export const classListSchema = v.pipe(
  list(classNumber, limits.classes, 1),
  v.check((classes) => new Set(classes).size === classes.length, "classes without repetition"),
)

const targetSchema = v.union(
  [
    v.strictObject({ top: whole(1, limits.classes) }),
    v.strictObject({ classes: classListSchema }),
    v.strictObject({ positive: v.literal(true) }),
  ],
  "top, classes or positive",
)

/** The fields of a recipe for any kind of input, each with the values that it may have. */
export const sharedFields = {
  /** The task of the model; `null` until {@link decideTarget} has decided it. */
  task: v.nullable(taskSchema),
  /**
   * The classes that are explained: the `top` ones of the prediction, numbers, or all that the model finds. Of a detector,
   * objects: the `top` ones, or those of the classes; of keypoints and characters, their positions.
   */
  target: targetSchema,
  /** The class that the first target is contrasted with, `null` for none. */
  versus: v.nullable(classNumber),
  /** Name of the model's input for the image. */
  input: text(),
  /** Name of the model's output, `null` for the only one that fits. */
  output: v.nullable(text()),
  /** `auto` until {@link decideTarget} has decided it for the model. */
  activation: v.picklist(["auto", ...activations]),
  /** Number of labels that are known, `null` for none: two make two classes of a single number. */
  labels: v.nullable(whole(1, limits.classes)),
  /** The method that draws the map, see `@pami/methods`. An image's strategy and its details are those of `pami`. */
  method: v.picklist(methodNames),
  /** Maximum number of forward passes, `null` for one for each part. */
  passes: v.nullable(whole(1, limits.passes)),
  /** Estimated distance from the full run's map at which the sweep may end, as a share of the map's range. */
  until: v.nullable(above(0, 1e9)),
  readOut: v.strictObject({
    score: v.picklist(readOutScores),
    weight: v.picklist(readOutWeights),
  }),
  seed: whole(-limits.seed, limits.seed),
  /** The model's other inputs: a number that fills them, or a `.npy` file, by name. */
  feeds: v.pipe(v.record(text(), name), v.maxEntries(limits.list)),
}

/** The fields of an {@link ImageRecipe}. */
export const imageFields = {
  /** The kind of input that the recipe is for. */
  kind: v.literal("image"),
  ...sharedFields,
  preprocessing: preprocessingSchema,
  strategy: v.picklist(strategies),
  /** Settings of a pre-segmentation, `null` for the list of 20 in the order of the mode. */
  settings: v.nullable(segmentationsSchema),
  /** Files of label maps, which are the partitions of a pre-segmentation instead of `settings`. */
  labelMaps: list(name, limits.list),
  /** Augmented variants, as `parseAugmentations` reads them. */
  augment: text(1000),
  mode: v.picklist(["corrected", "authors"]),
  /** Of windows and, times two, the side of grid cells, in pixels; `null` for the strategy's own. */
  radius: v.nullable(number(1, limits.side)),
  stride: v.nullable(number(1, limits.side)),
  stages: v.picklist([1, 2]),
  /** The image that the second stage segments: the first map in colours, or its values. */
  cutBy: v.picklist(["coloured", "raw"]),
  /** The map of two stages: that of the second, or the product of both. */
  combine: v.picklist(["second", "product"]),
  /** Name of a masking operator, `#rrggbb`, or an image file. */
  mask: v.pipe(
    name,
    v.check(
      (mask) => !isMaskOfData(mask),
      "blur, black, white, mean, noise, a colour #rrggbb or an image file; other inputs than images have others",
    ),
  ),
}

const countTargets = (target: v.InferOutput<typeof targetSchema>) =>
  "top" in target ? target.top : "classes" in target ? target.classes.length : Infinity

const imageRecipeSchema = v.pipe(
  v.strictObject(imageFields),
  v.check(
    ({ radius, stride }) => radius === null || stride === null || (2 * radius) / stride <= limits.overlap,
    `a radius of at most ${limits.overlap / 2} times the stride`,
  ),
  v.check(
    ({ radius, preprocessing: { width, height } }) => radius === null || radius <= Math.max(width, height),
    "a radius of at most the longer side of what the model sees",
  ),
  // A field without effect has one value: nobody could tell whether another is true.
  v.check(
    ({ strategy, radius, stride }) => strategy !== "pre-segmentation" || (radius === null && stride === null),
    "no radius and no stride with the strategy pre-segmentation",
  ),
  v.check(
    (recipe) => idleProblem(recipe) === undefined,
    ({ input }) => idleProblem(input)!,
  ),
  v.check(
    ({ task, versus }) => versus === null || isClassification(task),
    "a versus only with a classification: a contrast needs two classes",
  ),
  v.check(({ passes, stages }) => passes === null || passes >= stages, "at least one pass for each stage"),
  v.check(
    ({ stages, target }) => stages === 1 || countTargets(target) === 1,
    "one class with two stages: the second stage cuts the map of the first",
  ),
  v.check(
    ({ target, versus }) => versus === null || !("classes" in target) || target.classes[0] !== versus,
    "a versus that is another class than the target",
  ),
  v.readonly(),
)

/** The schema of a {@link ImageRecipe}: a union of the kinds of input. */
export const recipeSchema = v.variant("kind", [imageRecipeSchema])

/** All options that decide a map, given the model and the image: plain data, kept in the manifest. */
export type ImageRecipe = v.InferOutput<typeof recipeSchema>

// Fields of inputs that are not images, each with a file.
const otherFiles = ["backgroundFile", "tokenizer", "tokenizerConfig"] as const

/**
 * Returns the recipe with the path of every file that it names replaced.
 *
 * @param move gets the path and the field that holds it, as in `mask`, `labelMaps[2]`, `feeds.size`
 */
export function moveFiles<
  Files extends {
    readonly [Field in "mask" | "labelMaps" | "feeds" | "task"]?: ImageRecipe[Field] | undefined
  } & {
    readonly [Field in (typeof otherFiles)[number]]?: string | null | undefined
  },
>(recipe: Files, move: (file: string, field: string) => string): Files {
  const { mask, labelMaps, feeds, task } = recipe
  const others = otherFiles.flatMap((field) => {
    const file = recipe[field]
    return file ? [[field, move(file, field)] as const] : []
  })
  const moved = Object.entries(feeds ?? {}).map(([input, value]) => [
    input,
    isNumber(value) ? value : move(value, `feeds.${input}`),
  ])
  return {
    ...recipe,
    ...(mask === undefined ? {} : { mask: isMaskFile(mask) ? move(mask, "mask") : mask }),
    ...(labelMaps === undefined
      ? {}
      : { labelMaps: labelMaps.map((file, index) => move(file, `labelMaps[${index}]`)) }),
    ...(feeds === undefined ? {} : { feeds: Object.fromEntries(moved) as Record<string, string> }),
    ...(task ? { task: moveTaskFiles(task, move) } : {}),
    ...Object.fromEntries(others),
  }
}

/** The three numbers of `#rrggbb`, 0 to 255; `undefined` for anything else. */
export function hexColor(text: string): [r: number, g: number, b: number] | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (match === null) return undefined
  const [r, g, b] = match.slice(1).map((byte) => parseInt(byte, 16))
  return [r, g, b]
}

/** Returns whether a feed is a number, not a file. */
export function isNumber(text: string): boolean {
  return Number.isFinite(Number(text))
}

/** Returns whether a mask is an image file: neither the name of an operator nor a colour. */
export function isMaskFile(mask: string): boolean {
  const isNamed = masks.some((name) => name === mask) || isMaskOfData(mask)
  return !isNamed && hexColor(mask) === undefined
}

/** Returns whether a mask is an operator of inputs that are not images. */
function isMaskOfData(mask: string): boolean {
  return dataMasks.some((name) => name === mask) || mask.startsWith("word:")
}
