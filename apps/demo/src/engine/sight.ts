import {
  countUnits,
  everything,
  isPamiError,
  preflight,
  type Finding,
  type Model,
  type Preflight,
  type TargetInfo,
} from "@pami/core"
import { presetNames, type Picture, type PictureInput } from "@pami/image"
import { decideTarget, inputOf, jobOf, targetOf, type Job } from "@pami/job"
import type { ClassScore, Looked, Settings, Trial } from "./contract.ts"
import { prepare, reasonOf } from "./facts.ts"
import { noFiles } from "./files.ts"
import type { Opened } from "./open-model.ts"

/** A picture as the model sees it, and what it says of it. */
export interface Sight {
  readonly opened: Opened
  readonly picture: Picture
  readonly name: string
  readonly settings: Settings
  /** The job, before the model was asked what its outputs are. */
  readonly asked: Job
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
  const preparation = prepare(opened, settings)
  const asked = jobFor(opened, settings, preparation)
  const prepared = await inputOf(asked, model, picture, noFiles)
  begin(asked, prepared)
  const { job, findings: choices } = await decide(opened, asked, model, prepared)
  const checked = await preflight(model, prepared.input, targetOf(job, "all"))
  const looked: Looked = {
    prediction: {
      classes: classesOf(checked),
      scale: checked.bound.scale,
      findings: withoutTwins([...preparation.findings, ...choices, ...checked.findings]),
    },
    preprocessing: job.preprocessing,
    why: reasonOf(opened, settings, preparation),
    fitted: Float32Array.from(prepared.pixels.data),
    baseline: Float32Array.from(prepared.baseline.data),
    width: prepared.pixels.width,
    height: prepared.pixels.height,
    geometry: prepared.geometry,
  }
  return { opened, ...shown, asked, job, prepared, checked, looked }
}

/** Everything that decides the map, but what only the model's outputs decide. */
function jobFor(opened: Opened, settings: Settings, preparation = prepare(opened, settings)): Job {
  const activation = activationOf(opened, settings)
  return jobOf({ ...settings, activation, labels: opened.about.labels?.length ?? null }, preparation)
}

/** What the outputs are is decided once for a model, not for each picture. */
async function decide(
  { about, decisions }: Opened,
  job: Job,
  model: Model,
  { input }: PictureInput,
): Promise<Awaited<ReturnType<typeof decideTarget>>> {
  const key = JSON.stringify([job.activation, job.labels, about.task?.task])
  const known = decisions.get(key)
  if (known === undefined) {
    const decision = await decideTarget(job, model, input, { task: about.task })
    decisions.set(key, decision)
    return decision
  }
  const { output, activation } = known.job
  return { ...known, job: { ...job, output, activation } }
}

/**
 * The sight with what is known about the model by now; `undefined` where the model has to see the picture again, as other
 * labels alone do not ask for.
 */
export function relabel(sight: Sight, opened: Opened): Sight | undefined {
  const { settings, asked, looked, checked } = sight
  const preparation = prepare(opened, settings)
  const next = { ...jobFor(opened, settings, preparation), labels: asked.labels }
  const isSame =
    JSON.stringify(next) === JSON.stringify(asked) &&
    opened.about.task?.task === sight.opened.about.task?.task
  // Two labels make two classes of one number, and of several outputs labels tell which one names classes.
  const decidedByLabels =
    opened.model.outputs.length > 1 ||
    predicted(checked).length === 1 ||
    checked.findings.some(({ code }) => code === "ONE_NUMBER_FOR_TWO")
  if (!isSame || decidedByLabels) return undefined
  const former = prepare(sight.opened, settings).findings.map(({ message }) => message)
  const others = looked.prediction.findings.filter(
    ({ code, message }) => code !== "CLASS_COUNT_DIFFERS" && !former.includes(message),
  )
  const findings = withoutTwins([...preparation.findings, ...others, ...countFindings(opened, checked)])
  return { ...sight, opened, looked: { ...looked, prediction: { ...looked.prediction, findings } } }
}

function countFindings({ about }: Opened, checked: Preflight): Finding[] {
  const classes = predicted(checked).length
  const labels = about.labels?.length ?? classes
  if (labels === classes) return []
  return [
    {
      code: "CLASS_COUNT_DIFFERS",
      level: "warning",
      message: `the model has ${classes} classes, the labels name ${labels}`,
      fix: "open the labels that belong to this model",
    },
  ]
}

/** What the model says first of the sight's picture under each preset: one pass each, scored as the sight is. */
export async function tryPresets(
  { opened, picture, settings, checked: { bound, batch } }: Sight,
  model: Model,
): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const preset of presetNames) {
    try {
      const { input } = await inputOf(jobFor(opened, { ...settings, preset }), model, picture, noFiles)
      const slots = batch.fixed ? batch.largest : 1
      const writer = input.open(slots)
      const scores = new Float64Array(bound.targets.length)
      writer.preserve(0, everything(countUnits(input.grids)))
      bound.score(await model.run(writer.feeds(slots)), 1, scores)
      writer.close()
      const best = scores.indexOf(Math.max(...scores))
      trials.push({ preset, class: bound.targets[best].id as number, score: scores[best] })
    } catch (error) {
      // Such as one of colours for a model of grey pictures: it is not offered.
      if (!isPamiError(error) && !(error instanceof RangeError)) throw error
    }
  }
  return trials
}

/** Classes that a sweep keeps the scores of: all, or as many as memory is meant for, and those in question. */
export function classesKept(
  { checked }: Pick<Sight, "checked">,
  wanted: readonly number[],
): "all" | readonly number[] {
  const prediction = predicted(checked)
  return prediction.length <= mostClasses
    ? "all"
    : [...new Set([...wanted, ...classesOf(checked).map((one) => one.class)])]
}

// The bundled model is known to give logits: no need to find out, or to tell.
function activationOf({ isBundled }: Opened, { activation }: Settings): Settings["activation"] {
  return isBundled && activation === "auto" ? "softmax" : activation
}

function classesOf(checked: Preflight): ClassScore[] {
  return [...predicted(checked)]
    .sort((a, b) => b.score - a.score)
    .slice(0, mostClasses)
    .map(({ id, score }) => ({ class: id as number, score }))
}

function predicted({ bound }: Preflight): readonly TargetInfo[] {
  return bound.prediction ?? bound.targets
}

function withoutTwins(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ message }, i) => findings.findIndex((other) => other.message === message) === i)
}
