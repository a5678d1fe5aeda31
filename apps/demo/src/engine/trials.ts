import { countUnits, everything, isPamiError, PamiError, preflight, type Model } from "@pami/core"
import { strongest } from "@pami/explainer"
import { presetNames, type PresetName } from "@pami/image"
import { isClassification, prepareInput, resolveRecipe } from "@pami/recipe"
import type { Trial } from "./contract.ts"
import { recipeOf } from "./recipe.ts"
import type { Predicted } from "./predict.ts"
import { targetOf } from "./target.ts"

/**
 * Returns the top class of the image under each preset: one pass each, scored as in the prediction. Leaves out presets
 * that do not fit the model, and those under which an output is not a number.
 *
 * @param current whether to go on, asked before each pass
 * @throws PamiError `ABORTED` where `current` says no
 */
export async function tryPresets(
  predicted: Predicted,
  model: Model,
  current: () => boolean,
): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const preset of presetNames) {
    if (!current()) throw new PamiError("ABORTED", "stopped while trying the presets, as asked")
    try {
      const trial = await tryPreset(predicted, model, preset)
      if (trial !== undefined) trials.push(trial)
    } catch (error) {
      // Such as a preset of colours for a model of grey images.
      if (!isPamiError(error) && !(error instanceof RangeError)) throw error
    }
  }
  return trials
}

async function tryPreset(
  { opened, image, settings, checked: { bound, batch }, resolved: { recipe: decided } }: Predicted,
  model: Model,
  preset: PresetName,
): Promise<Trial | undefined> {
  const resolved = await resolveRecipe(recipeOf(opened, { ...settings, preset }))
  const { input } = await prepareInput(resolved, model, image)
  if (!isClassification(decided.task)) {
    // The objects of another preset are others.
    const recipe = { ...resolved.recipe, task: decided.task, target: decided.target }
    const { bound } = await preflight(model, input, targetOf(recipe, opened, "all"), { batches: [] })
    const [{ id, score, label }] = strongest(bound.targets, 1)
    return { preset, class: id as number, score, ...(label && { label }) }
  }
  const slots = batch.fixed ? batch.largest : 1
  const scores = new Float64Array(bound.targets.length)
  const writer = input.open(slots)
  try {
    writer.preserve(0, everything(countUnits(input.grids)))
    bound.score(await model.run(writer.feeds(slots)), 1, scores)
  } finally {
    writer.close()
  }
  if (!scores.every(Number.isFinite)) return undefined
  const best = scores.reduce((best, score, i) => (score > scores[best] ? i : best), 0)
  return { preset, class: bound.targets[best].id as number, score: scores[best] }
}
