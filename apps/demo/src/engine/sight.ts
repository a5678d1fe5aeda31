import { classProbability, PamiError, preflight } from "@pami/core"
import type { Finding, Input, Model, Preflight, TargetInfo } from "@pami/core"
import type { Picture, PictureInput } from "@pami/image"
import { decideTarget, prepareInput, completeRecipe, createTarget, type Recipe } from "@pami/recipe"
import type { ClassScore, Looked, Settings } from "./contract.ts"
import { prepare, reasonOf } from "./facts.ts"
import { noFiles } from "./files.ts"
import type { Opened } from "./open-model.ts"

/** An image as the model sees it, and what it says of it. */
export interface Sight {
  readonly opened: Opened
  readonly picture: Picture
  readonly name: string
  readonly settings: Settings
  /** The recipe, before the model was asked what its outputs are. */
  readonly asked: Recipe
  readonly recipe: Recipe
  readonly prepared: PictureInput
  readonly checked: Preflight
  readonly looked: Looked
}

// Of a model with more classes, as many of the most probable ones are listed and swept.
const mostClasses = 2000

/**
 * Shows the image to the model: the preflight's few passes.
 *
 * @param begin is told what will be explained before the model sees it
 */
export async function see(
  opened: Opened,
  model: Model,
  shown: { readonly picture: Picture; readonly name: string; readonly settings: Settings },
  begin: (recipe: Recipe, prepared: PictureInput) => void,
): Promise<Sight> {
  const { picture, settings } = shown
  const preparation = prepare(opened, settings)
  const asked = recipeFromFlags(opened, settings, preparation)
  const prepared = await prepareInput(asked, model, picture, noFiles)
  begin(asked, prepared)
  const { recipe, findings: choices } = await decide(opened, asked, model, prepared)
  const checked = await preflight(model, prepared.input, createTarget(recipe, "all"))
  const looked: Looked = {
    prediction: {
      classes: classesOf(checked),
      scale: checked.bound.scale,
      findings: withoutTwins([
        ...preparation.findings,
        ...choices,
        ...checked.findings,
        ...limitFindings(checked),
      ]),
    },
    preprocessing: recipe.preprocessing,
    why: reasonOf(opened, settings, preparation),
    fitted: Float32Array.from(prepared.pixels.data),
    baseline: Float32Array.from(prepared.baseline.data),
    width: prepared.pixels.width,
    height: prepared.pixels.height,
    geometry: prepared.geometry,
  }
  return { opened, ...shown, asked, recipe, prepared, checked, looked }
}

/** Returns everything that decides the map, but what only the model's outputs decide. */
export function recipeFromFlags(
  opened: Opened,
  settings: Settings,
  preparation = prepare(opened, settings),
): Recipe {
  const activation = activationOf(opened, settings)
  try {
    return completeRecipe(
      { ...settings, activation, labels: opened.about.labels?.length ?? null },
      preparation,
    )
  } catch (error) {
    // The settings are the visitor's, or a link's.
    if (error instanceof RangeError) throw new PamiError("RECIPE_INVALID", error.message, { cause: error })
    throw error
  }
}

/** What the outputs are is decided once for a model, not for each image. */
async function decide(
  { about, decisions }: Opened,
  recipe: Recipe,
  model: Model,
  { input }: PictureInput,
): Promise<Awaited<ReturnType<typeof decideTarget>>> {
  const key = JSON.stringify([recipe.output, recipe.activation, recipe.labels, about.task?.task])
  const known = decisions.get(key)
  if (known === undefined) {
    const decision = await decideTarget(recipe, model, input, { task: about.task })
    decisions.set(key, decision)
    return decision
  }
  const { output, activation } = known.recipe
  return { ...known, recipe: { ...recipe, output, activation } }
}

/**
 * The sight with what is known about the model by now; `undefined` where the model has to see the image again, as other
 * labels alone do not ask for.
 */
export async function relabel(sight: Sight, opened: Opened): Promise<Sight | undefined> {
  const { settings, asked, looked, checked } = sight
  const preparation = prepare(opened, settings)
  const next = { ...recipeFromFlags(opened, settings, preparation), labels: asked.labels }
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
  const count = await countFindings(opened, checked, sight.prepared.input)
  const findings = withoutTwins([...preparation.findings, ...others, ...count])
  return { ...sight, opened, looked: { ...looked, prediction: { ...looked.prediction, findings } } }
}

function limitFindings(checked: Preflight): Finding[] {
  const { length } = predicted(checked)
  if (length <= mostClasses) return []
  return [
    {
      code: "CLASSES_LIMITED",
      level: "note",
      message: `the model has ${length} classes; the ${mostClasses} most probable ones are listed and explained`,
      fix: "use the command line to explain another one",
    },
  ]
}

/** Returns what the target says about the number of labels, asked with the answer that is there already. */
async function countFindings({ about }: Opened, checked: Preflight, input: Input): Promise<Finding[]> {
  if (about.labels === undefined) return []
  const data = Float64Array.from(predicted(checked), ({ score }) => score)
  const answer = { scores: { dtype: "float64", shape: [1, data.length], data } } as const
  const target = classProbability({
    output: "scores",
    activation: "value",
    classes: "all",
    labels: about.labels.length,
  })
  const look = { original: answer, baseline: answer, input, model: {}, probes: async () => [] }
  const { findings } = await target.bind(look)
  return findings.filter(({ code }) => code === "CLASS_COUNT_DIFFERS")
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
