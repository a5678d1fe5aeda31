import { classProbability, preflight } from "@pami/core"
import type { Finding, Input, Model, Preflight, TargetInfo } from "@pami/core"
import { strongest } from "@pami/explainer"
import type { Picture, PictureInput } from "@pami/image"
import { factsOf, isClassification, keptClasses, prepareInput, resolveRecipe } from "@pami/recipe"
import type { ImageRecipe, Preparation, ResolvedRecipe } from "@pami/recipe"
import type { ClassScore, Prediction, Settings } from "./contract.ts"
import { reasonOf } from "./facts.ts"
import type { Opened } from "./open-model.ts"
import { prepare, recipeOf } from "./recipe.ts"
import { explainingAll, targetOf } from "./target.ts"

/** An image with the name of its file. */
export interface NamedImage {
  readonly image: Picture
  readonly name: string
}

/** A prediction, with everything that a sweep of the same image needs. */
export interface Predicted extends NamedImage {
  readonly opened: Opened
  readonly settings: Settings
  /** The recipe before the outputs were inspected. */
  readonly asked: ImageRecipe
  readonly resolved: ResolvedRecipe
  readonly prepared: PictureInput
  readonly checked: Preflight
  readonly prediction: Prediction
}

/** An image made the model's input, with everything decided that a prediction depends on. */
interface Decided extends Pick<Predicted, "asked" | "prepared"> {
  readonly preparation: Preparation
  /** The recipe with the files that it names, before the outputs were inspected. */
  readonly files: ResolvedRecipe
  /** All that can be explained, not yet chosen from. */
  readonly recipe: ImageRecipe
  /** The reasons for what the outputs have decided. */
  readonly choices: readonly Finding[]
}

/**
 * Decides what the settings leave open.
 *
 * @param onPrepared called with the recipe and the prepared image before the first pass
 */
export async function decide(
  opened: Opened,
  model: Model,
  image: Picture,
  settings: Settings,
  onPrepared?: (resolved: ResolvedRecipe, prepared: PictureInput) => void,
): Promise<Decided> {
  const preparation = prepare(opened, settings)
  const asked = recipeOf(opened, settings, preparation)
  const files = await resolveRecipe(asked)
  const prepared = await prepareInput(files, model, image)
  onPrepared?.(files, prepared)
  const task = settings.task === null ? undefined : factsOf(settings.task)
  const decided = await opened.decide(asked, prepared.input, { model, task })
  return {
    preparation,
    asked,
    files,
    prepared,
    recipe: explainingAll(decided.recipe),
    choices: decided.findings,
  }
}

/**
 * Predicts the classes of an image, in the few passes of the preflight.
 *
 * @param onPrepared as that of {@link decide}
 */
export async function predict(
  opened: Opened,
  model: Model,
  named: NamedImage,
  settings: Settings,
  onPrepared: (resolved: ResolvedRecipe, prepared: PictureInput) => void,
): Promise<Predicted> {
  const decided = await decide(opened, model, named.image, settings, onPrepared)
  const { preparation, asked, files, prepared, recipe, choices } = decided
  // A sweep checks batches of its size anyway.
  const options = opened.isRepeatable ? { batches: [] } : {}
  const checked = await preflight(model, prepared.input, targetOf(recipe, opened, "all"), options)
  const classes = classesOf(recipe, checked)
  const prediction: Prediction = {
    ...(recipe.task === null ? {} : { task: recipe.task.name }),
    classes,
    scores: Float64Array.from(checked.bound.targets, ({ score }) => score),
    scale: checked.bound.scale,
    findings: withoutTwins([
      ...preparation.findings,
      ...choices,
      ...checked.findings,
      ...limitFindings(classes.length, checked),
    ]),
    recipe,
    why: reasonOf(opened, settings, preparation),
    width: prepared.pixels.width,
    height: prepared.pixels.height,
    geometry: prepared.geometry,
  }
  const resolved = { ...files, recipe }
  return { ...named, opened, settings, asked, resolved, prepared, checked, prediction }
}

/**
 * Returns the prediction with what is known about the model by now: new labels need no new pass. Returns `undefined` if
 * the model has to see the image again.
 */
export async function relabel(predicted: Predicted, opened: Opened): Promise<Predicted | undefined> {
  const { settings, asked, prediction, checked } = predicted
  const preparation = prepare(opened, settings)
  const next = { ...recipeOf(opened, settings, preparation), labels: asked.labels }
  const isSame =
    JSON.stringify(next) === JSON.stringify(asked) && opened.task?.task === predicted.opened.task?.task
  // Two labels make two classes of one number, and of several outputs labels tell which one names classes.
  const decidedByLabels =
    !isClassification(predicted.resolved.recipe.task) ||
    opened.model.outputs.length > 1 ||
    checked.bound.targets.length === 1 ||
    checked.findings.some(({ code }) => code === "ONE_NUMBER_FOR_TWO")
  if (!isSame || decidedByLabels) return undefined
  const former = prepare(predicted.opened, settings).findings.map(({ message }) => message)
  const others = prediction.findings.filter(
    ({ code, message }) => code !== "CLASS_COUNT_DIFFERS" && !former.includes(message),
  )
  const count = await countFindings(opened, checked, predicted.prepared.input)
  const findings = withoutTwins([...preparation.findings, ...others, ...count])
  return { ...predicted, opened, prediction: { ...prediction, findings } }
}

function limitFindings(kept: number, { bound }: Preflight): Finding[] {
  const { length } = bound.targets
  if (length === kept) return []
  return [
    {
      code: "CLASSES_LIMITED",
      level: "note",
      message: `the model has ${length} classes; the ${kept} most probable ones are listed and explained`,
      fix: "use the command line to explain another one",
    },
  ]
}

/** Returns what the target says about the number of labels, asked with the answer that is there already. */
async function countFindings({ labels }: Opened, { bound }: Preflight, input: Input): Promise<Finding[]> {
  if (labels === undefined) return []
  const data = Float64Array.from(bound.targets, ({ score }) => score)
  const answer = { scores: { dtype: "float64", shape: [1, data.length], data } } as const
  const target = classProbability({
    output: "scores",
    activation: "value",
    classes: "all",
    labels: labels.length,
  })
  const look = { original: answer, baseline: answer, input, model: {}, probes: async () => [] }
  const { findings } = await target.bind(look)
  return findings.filter(({ code }) => code === "CLASS_COUNT_DIFFERS")
}

/** Returns the classes whose scores a sweep keeps, highest score first. */
function classesOf(recipe: ImageRecipe, { bound: { targets } }: Preflight): ClassScore[] {
  if (!isClassification(recipe.task)) return strongest(targets, Infinity).map(describe)
  const kept = keptClasses(recipe)(Float64Array.from(targets, ({ score }) => score))
  const classes = kept.map((index) => targets[index])
  return strongest(classes, Infinity).map(({ id, score }) => ({ class: id as number, score }))
}

function describe({ id, score, label, box }: TargetInfo): ClassScore {
  return { class: id as number, score, ...(label && { label }), ...(box && { box }) }
}

function withoutTwins(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ message }, i) => findings.findIndex((other) => other.message === message) === i)
}
