import { PamiError } from "@pami/core"
import { chooseRecipe, prepareModel } from "@pami/explainer"
import { taskOf } from "@pami/recipe"
import type { Preparation, ImageRecipe, RecipeDraft } from "@pami/recipe"
import type { Settings } from "./contract.ts"
import type { Opened } from "./open-model.ts"

/** Returns the preprocessing of an opened model: the preset of the settings, else the visitor's file, else what was found. */
export function prepare(
  opened: Opened,
  { preset, layout, size, mean, std }: Partial<Settings> = {},
): Preparation {
  return prepareModel(opened, {
    preset: preset ?? opened.preset,
    layout: layout ?? undefined,
    size: size == null ? undefined : { width: size, height: size },
    mean: mean ?? undefined,
    std: std ?? undefined,
  })
}

/**
 * Returns the recipe of the settings: everything that decides the map, except what only the model's outputs decide.
 *
 * @throws PamiError `RECIPE_INVALID` for settings out of their range
 */
export function recipeOf(
  opened: Opened,
  settings: Settings,
  preparation: Preparation = prepare(opened, settings),
): ImageRecipe {
  try {
    return chooseRecipe(opened, draftOf(settings), preparation)
  } catch (error) {
    // The settings are the visitor's, or a link's.
    if (error instanceof RangeError) throw new PamiError("RECIPE_INVALID", error.message, { cause: error })
    throw error
  }
}

/** Returns the settings as a draft, without those that decide the preparation. */
function draftOf({ preset: _preset, layout: _layout, size: _size, ...settings }: Settings): RecipeDraft {
  const { mean: _mean, std: _std, task, ...draft } = settings
  return { ...draft, task: task === null ? null : taskOf(task) }
}
