import { isPamiError, preflight } from "@pami/core"
import type { Finding, Input, Scale } from "@pami/core"
import { preset, presetNames } from "@pami/image"
import type { Preprocessing } from "@pami/image"
import { chooseRecipe, decideOnce } from "@pami/explainer"
import { createTarget, prepareInput, resolveRecipe } from "@pami/recipe"
import type { Decision, Preparation } from "@pami/recipe"
import { filesWithin } from "../files.ts"
import type { LoadedModel } from "../load-model.ts"
import { topOf } from "../result.ts"
import type { TargetScore } from "../result.ts"

/** The prediction for an image under one preset, or the error. */
export type Trial =
  | {
      readonly preset: string
      readonly scale: Scale
      readonly prediction: readonly TargetScore[]
      readonly findings: readonly Finding[]
    }
  | { readonly preset: string; readonly error: string }

/** Options of {@link tryPresets}. */
export interface TrialFlags {
  readonly preset: string | undefined
  readonly modelOutput: string | undefined
  readonly feed: Record<string, string> | undefined
  readonly maxPixels: number | undefined
}

/**
 * Returns the prediction for an image under every preset, the known preprocessing first; under that alone if the user named
 * it. Output and activation are decided once, so that the predictions can be compared.
 *
 * @throws PamiError for an image that cannot be decoded, and the error of the first preset if all fail
 */
export async function tryPresets(
  loaded: LoadedModel,
  file: string,
  preparation: Preparation,
  flags: TrialFlags,
): Promise<Trial[]> {
  const files = filesWithin(flags.maxPixels)
  const picture = await files.picture(file)
  const { guess, preprocessing: known, findings } = preparation
  const { width, height, layout } = known
  const channels = guess.channels.value === "grey" ? { channels: "grey" as const } : {}
  const presets = presetNames.map((name) =>
    preset(name, { width, height, layout, fit: "stretch", ...channels }),
  )
  const guessed = findings.some(({ code }) => code === "PRESET_GUESSED")
  const asked = flags.preset !== undefined ? [known] : guessed ? presets : [known, ...presets]
  const trials: Trial[] = []
  const errors: unknown[] = []
  const decide = decideOnce(loaded)
  const prepare = async (preprocessing: Preprocessing): Promise<Prepared> => {
    const { modelOutput: output, feed: feeds } = flags
    const recipe = chooseRecipe(
      loaded,
      { mask: "mean", augment: "none", output, feeds },
      { ...preparation, preprocessing },
    )
    const { input } = await prepareInput(await resolveRecipe(recipe, files), loaded.model, picture)
    return { input, preset: preprocessing.name, decided: await decide(recipe, input) }
  }
  // Under what is known, or guessed; where that is not possible, under the first preset that is.
  await prepare(known).catch(() => undefined)
  for (const preprocessing of asked) {
    try {
      trials.push(await tryOne(loaded, await prepare(preprocessing)))
    } catch (error) {
      if (!isPamiError(error)) throw error
      errors.push(error)
      trials.push({ preset: preprocessing.name, error: error.message })
    }
  }
  if (errors.length === asked.length) throw errors[0]
  return trials
}

/** The image as the model's input under one preset, and what was decided about the outputs under the first. */
interface Prepared {
  readonly preset: string
  readonly input: Input
  readonly decided: Decision
}

async function tryOne(
  { model, labels }: LoadedModel,
  { preset, input, decided: { recipe, scale, findings } }: Prepared,
): Promise<Trial> {
  const { bound, findings: more } = await preflight(model, input, createTarget(recipe, { classes: "all" }), {
    batches: [],
  })
  const prediction = topOf({ prediction: bound.prediction ?? bound.targets }, labels, 3)
  return { preset, scale, prediction, findings: [...findings, ...more] }
}
