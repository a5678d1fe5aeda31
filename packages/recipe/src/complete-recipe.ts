import { parseAugmentations, showsBars } from "@pami/image"
import { withoutIdle } from "./idle-fields.ts"
import { recipeSchema } from "./recipe.ts"
import type { Recipe } from "./recipe.ts"
import type { Preparation } from "./decide-preprocessing.ts"
import { budgetOf } from "./quality.ts"
import type { Quality } from "./quality.ts"
import { check } from "./schema/check.ts"

/** What a person chooses of a recipe; all of it may be left open. */
export type RecipeDraft = {
  readonly [Key in keyof Omit<Recipe, "input" | "preprocessing">]?: Recipe[Key] | undefined
} & {
  /** What is spent where neither passes nor copies are chosen. Default `balanced`. */
  readonly quality?: Quality | undefined
}

/**
 * The recipe of a person's choices. What they leave open is decided here, so that the manifest holds all of it.
 *
 * @throws RangeError for a choice outside its bounds, or augmentations that do not exist
 */
export function completeRecipe(
  choices: RecipeDraft,
  { input, preprocessing }: Pick<Preparation, "input" | "preprocessing">,
): Recipe {
  const {
    strategy = "pre-segmentation",
    mode = "corrected",
    stages = 1,
    labelMaps = [],
    mask = "blur",
  } = choices
  const budget = budgetOf(choices.quality ?? "balanced", strategy)
  const open = choices.stride == null && labelMaps.length === 0
  const passes = choices.passes ?? (open ? budget.passes : null)
  const augment =
    choices.augment ?? augmentationsFor({ ...choices, strategy, mode, labelMaps }, budget.augment)
  const draft = {
    input,
    output: choices.output ?? null,
    activation: choices.activation ?? "auto",
    labels: choices.labels ?? null,
    preprocessing: showsBars(preprocessing) ? preprocessing : { ...preprocessing, padColor: [0, 0, 0] },
    strategy,
    settings: choices.settings ?? null,
    labelMaps,
    augment,
    mode,
    radius: choices.radius ?? null,
    stride: choices.stride ?? null,
    passes,
    until: choices.until ?? null,
    stages,
    cutBy: choices.cutBy ?? "coloured",
    combine: choices.combine ?? "second",
    readOut: choices.readOut ?? { score: "score", weight: "equal" },
    mask,
    seed: choices.seed ?? 0,
    feeds: choices.feeds ?? {},
  }
  const checked = check(recipeSchema, withoutIdle(draft))
  if ("problem" in checked) throw new RangeError(checked.problem)
  // Told now, before the model runs.
  parseAugmentations(augment, preprocessing)
  return checked.value
}

/** The copies where none are chosen: none of label maps; the authors' of their mode; more for many passes. */
function augmentationsFor(
  { strategy, mode, passes, until, labelMaps }: RecipeDraft & { readonly labelMaps: readonly string[] },
  usual: string,
): string {
  if (strategy !== "pre-segmentation" || labelMaps.length > 0) return "none"
  if (mode === "authors") return "authors"
  if (passes != null) return passes > passesOfShifts ? "shifts:60" : "shifts"
  return until != null ? "shifts" : usual
}

// The list of 20 on 13 copies has more parts than this, of any picture that is not flat.
const passesOfShifts = 4000
