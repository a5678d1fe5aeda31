import { isPamiError, preflight } from "@pami/core"
import type { Finding, Scale } from "@pami/core"
import { preset, presetNames } from "@pami/image"
import type { Picture, Preprocessing } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { decideTarget, inputOf, jobOf, targetOf } from "@pami/job"
import type { Preparation } from "@pami/job"
import { jobFiles } from "../files.ts"
import type { Loaded } from "../loaded.ts"
import { topOf } from "../result.ts"
import type { ClassScore } from "../result.ts"

/** What a model says of one picture under one preset, or why it says nothing. */
export type Trial =
  | {
      readonly preset: string
      readonly scale: Scale
      readonly prediction: readonly ClassScore[]
      readonly findings: readonly Finding[]
    }
  | { readonly preset: string; readonly error: string }

/** What a trial takes from the command line. */
export interface TrialFlags {
  readonly preset: string | undefined
  readonly modelOutput: string | undefined
  readonly feed: Record<string, string> | undefined
}

/**
 * Asks the model about a picture under every preset; first under what is known of its preprocessing, or only under what
 * the user named.
 *
 * @throws PamiError for a picture that cannot be decoded, and what every preset fails with
 */
export async function tryPresets(
  loaded: Loaded,
  file: string,
  preparation: Preparation,
  flags: TrialFlags,
): Promise<Trial[]> {
  const picture = await decodePicture(file)
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
  for (const preprocessing of asked) {
    try {
      trials.push(await tryOne(loaded, picture, { ...preparation, preprocessing }, flags))
    } catch (error) {
      if (!isPamiError(error)) throw error
      errors.push(error)
      trials.push({ preset: preprocessing.name, error: error.message })
    }
  }
  if (errors.length === asked.length) throw errors[0]
  return trials
}

async function tryOne(
  { model, labels, discovery }: Loaded,
  picture: Picture,
  preparation: { readonly input: string; readonly preprocessing: Preprocessing },
  { modelOutput, feed }: TrialFlags,
): Promise<Trial> {
  const open = jobOf(
    { mask: "mean", augment: "none", output: modelOutput, feeds: feed, labels: labels?.length },
    preparation,
  )
  const { input } = await inputOf(open, model, picture, jobFiles)
  const { job, scale, findings } = await decideTarget(open, model, input, { task: discovery?.task })
  const { bound, findings: more } = await preflight(model, input, targetOf(job, "all"), { batches: [] })
  return {
    preset: preparation.preprocessing.name,
    scale,
    prediction: topOf({ prediction: bound.prediction ?? bound.targets }, labels, 3),
    findings: [...findings, ...more],
  }
}
