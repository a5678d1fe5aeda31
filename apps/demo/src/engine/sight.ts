import { preflight, type Finding, type Model, type Preflight } from "@pami/core"
import type { Picture, PictureInput } from "@pami/image"
import { inputOf, jobOf, targetOf, type Job } from "@pami/job"
import type { ClassScore, Looked, Settings } from "./contract.ts"
import { prepare } from "./facts.ts"
import { noFiles } from "./files.ts"
import type { Opened } from "./open-model.ts"

/** A picture as the model sees it, and what it says of it. */
export interface Sight {
  readonly opened: Opened
  readonly picture: Picture
  readonly name: string
  readonly settings: Settings
  readonly job: Job
  readonly prepared: PictureInput
  readonly checked: Preflight
  readonly looked: Looked
}

// Of a model with more classes, as many of the most probable ones are listed and swept.
const mostClasses = 2000

/**
 * Shows the picture to the model: the preflight's few passes.
 *
 * @param begin is told what will be explained before the model sees it
 */
export async function see(
  opened: Opened,
  model: Model,
  shown: { readonly picture: Picture; readonly name: string; readonly settings: Settings },
  begin: (job: Job, prepared: PictureInput) => void,
): Promise<Sight> {
  const { picture, settings } = shown
  const { labels } = opened
  const preparation = prepare(opened, settings)
  const job = jobOf(
    { ...settings, activation: activationOf(opened, settings), labels: labels?.length ?? null },
    preparation,
  )
  const prepared = await inputOf(job, model, picture, noFiles)
  begin(job, prepared)
  const checked = await preflight(model, prepared.input, targetOf(job, "all"))
  const looked: Looked = {
    prediction: {
      classes: classesOf(checked),
      scale: checked.bound.scale,
      findings: withoutTwins([...preparation.findings, ...checked.findings]),
    },
    fitted: Float32Array.from(prepared.pixels.data),
    baseline: Float32Array.from(prepared.baseline.data),
    width: prepared.pixels.width,
    height: prepared.pixels.height,
    geometry: prepared.geometry,
  }
  return { opened, ...shown, job, prepared, checked, looked }
}

/** Classes that a sweep keeps the scores of: all, or as many as memory is meant for, and those in question. */
export function classesKept(
  { checked: { bound } }: Pick<Sight, "checked">,
  wanted: readonly number[],
): "all" | readonly number[] {
  const { prediction } = bound
  return prediction.length <= mostClasses ? "all" : [...new Set([...wanted, ...mostProbable(prediction)])]
}

// The bundled model is known to give logits: no need to find out, or to tell.
function activationOf({ isBundled }: Opened, { activation }: Settings): Settings["activation"] {
  return isBundled && activation === "auto" ? "softmax" : activation
}

function classesOf({ bound: { prediction } }: Preflight): ClassScore[] {
  return mostProbable(prediction).map((index) => ({ class: index, score: prediction[index] }))
}

function mostProbable(prediction: Float64Array): number[] {
  return Array.from(prediction.keys())
    .sort((a, b) => prediction[b] - prediction[a])
    .slice(0, mostClasses)
}

function withoutTwins(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ message }, i) => findings.findIndex((other) => other.message === message) === i)
}
