import { parseAugmentations, presetNames, showsBars } from "@pami/image"
import * as v from "valibot"
import type { Preparation } from "./decide-preprocessing.ts"
import { withoutIdle } from "./schema/idle-fields.ts"
import { budgetOf, qualities } from "./schema/quality.ts"
import { imageFields, recipeSchema } from "./schema/recipe.ts"
import type { ImageRecipe } from "./schema/recipe.ts"
import { check } from "./schema/check.ts"
import { defaultTarget } from "./schema/task.ts"

/** The values of the fields that a draft leaves open, except those that depend on other fields or on the model. */
export const recipeDefaults = {
  kind: "image",
  task: null,
  target: { top: 1 },
  versus: null,
  output: null,
  activation: "auto",
  labels: null,
  method: "pami",
  strategy: "pre-segmentation",
  settings: null,
  labelMaps: [],
  mode: "corrected",
  radius: null,
  stride: null,
  until: null,
  stages: 1,
  cutBy: "coloured",
  combine: "second",
  readOut: { score: "score", weight: "equal" },
  mask: "blur",
  seed: 0,
  feeds: {},
} as const satisfies Partial<ImageRecipe>

const { preprocessing: preprocessingField, ...fields } = imageFields

/** The schema of a {@link RecipeDraft}. */
export const recipeDraftSchema = v.strictObject({
  ...v.partial(v.strictObject(fields)).entries,
  /** The name of a preset, or all numbers. Default: the file next to the model, else a guess from its inputs. */
  preprocessing: v.optional(v.union([v.picklist(presetNames), preprocessingField], "a preset or an object")),
  /** The effort where neither `passes` nor `augment` is given. Default `balanced`. */
  quality: v.optional(v.picklist(qualities)),
})

/** A recipe in which every field may be left open, as a person writes it. */
export type RecipeDraft = { readonly [Field in keyof Draft]?: Draft[Field] | undefined }
type Draft = v.InferOutput<typeof recipeDraftSchema>

/**
 * Returns the recipe of a draft, with every field decided.
 *
 * @param preparation the model's input and its preprocessing, from `decidePreprocessing`
 * @throws RangeError for a value out of its range, and for unknown augmentations
 *
 * @example
 * const recipe = completeRecipe({ quality: "fast" }, decidePreprocessing(model))
 */
export function completeRecipe(
  draft: RecipeDraft,
  { input, preprocessing }: Pick<Preparation, "input" | "preprocessing">,
): ImageRecipe {
  const open = { ...recipeDefaults, target: defaultTarget(draft.task), ...givenFields(draft) }
  const quality = check(v.picklist(qualities), draft.quality ?? "balanced", "quality")
  if ("problem" in quality) throw new RangeError(quality.problem)
  const budget = budgetOf(quality.value, open)
  const isBudgeted = open.method !== "pami" || (open.stride === null && open.labelMaps.length === 0)
  const complete = {
    ...open,
    input,
    preprocessing: showsBars(preprocessing) ? preprocessing : { ...preprocessing, padColor: [0, 0, 0] },
    passes: open.passes ?? (isBudgeted ? budget.passes : null),
    augment: open.augment ?? augmentationsFor(open, budget.augment),
  }
  const checked = check(recipeSchema, withoutIdle(complete))
  if ("problem" in checked) throw new RangeError(checked.problem)
  // Before the model runs.
  parseAugmentations(checked.value.augment, preprocessing)
  return checked.value
}

type Given = { [Field in keyof ImageRecipe]: NonNullable<ImageRecipe[Field]> }

/** Returns the fields of a recipe that the draft gives. */
function givenFields(draft: RecipeDraft): Partial<Given> {
  const given = Object.entries(draft).filter(
    ([field, value]) => Object.hasOwn(imageFields, field) && value !== undefined && value !== null,
  )
  return Object.fromEntries(given) as Partial<Given>
}

/** Returns the default augmentations of a pre-segmentation: the authors' in their mode, more for many passes. */
function augmentationsFor({ mode, passes, until }: RecipeDraft, usual: string): string {
  if (mode === "authors") return "authors"
  if (passes != null) return passes > passesOfShifts ? "shifts:60" : "shifts"
  return until != null ? "shifts" : usual
}

// The list of 20 on 13 variants has more parts than this for any image that is not flat.
const passesOfShifts = 4000
