import {
  classProbability,
  isPamiError,
  PamiError,
  preflight,
  probabilityScale,
  topClasses,
  valueScale,
} from "@pami/core"
import type {
  Activation,
  ClassProbabilityOptions,
  Finding,
  Input,
  Model,
  Scale,
  Target,
  TaskFacts,
} from "@pami/core"
import { definedFields } from "./defined-fields.ts"
import type { Recipe } from "./recipe.ts"

/**
 * Returns the target of a recipe.
 *
 * @param options `classes`: the classes whose scores are kept, default those that the recipe explains and contrasts;
 *   `labels`: names of the classes, which the explanation then carries
 */
export function createTarget(
  recipe: Recipe,
  options: {
    readonly classes?: ClassProbabilityOptions["classes"] | undefined
    readonly labels?: readonly string[] | undefined
  } = {},
): Target {
  const { classes = sweptClasses(recipe), labels } = options
  return classProbability({
    ...optionsOf(recipe),
    ...definedFields({ labels }),
    activation: recipe.activation,
    classes,
  })
}

/** Returns the classes that a recipe explains, and the one that they are contrasted with, chosen by the prediction. */
export function sweptClasses({
  target,
  versus,
}: Pick<Recipe, "target" | "versus">): (prediction: Float64Array) => readonly number[] {
  return (prediction) => {
    const classes = "top" in target ? topClasses(target.top)(prediction) : target.classes
    if (classes.length === 1 && classes[0] === versus)
      throw new PamiError(
        "VERSUS_IS_TARGET",
        `class ${versus} is the target itself, and a contrast needs two classes: name another target or versus`,
      )
    return versus === null || classes.includes(versus) ? classes : [...classes, versus]
  }
}

// Scores of more classes take more memory than maps of them are worth.
const mostClasses = 2000

/**
 * Returns the classes whose scores are kept so that a map of any of them costs no pass: all, of a model with more than
 * 2,000 the strongest, and those that the recipe explains. A class that the recipe names is among them even if the model
 * does not have it, so that the target refuses it.
 */
export function keptClasses(
  recipe: Pick<Recipe, "target" | "versus">,
): (prediction: Float64Array) => readonly number[] {
  return (prediction) => {
    const explained = sweptClasses(recipe)(prediction)
    const kept =
      prediction.length <= mostClasses
        ? [...prediction.keys(), ...explained]
        : [...explained, ...topClasses(mostClasses)(prediction)]
    return [...new Set(kept)]
  }
}

/** The result of {@link decideTarget}. */
export interface Decision {
  /** The recipe with its output and activation. */
  readonly recipe: Recipe
  /** The unit of the scores. */
  readonly scale: Scale
  /** The reasons for the choices. */
  readonly findings: readonly Finding[]
}

/**
 * Decides the output and the activation that a recipe leaves open: once for a model and all inputs, so that two images
 * of one call are scored alike. Runs the model a few times, unless the recipe names both.
 *
 * @param input any of the inputs that will be explained
 * @param options `task`: the task that the model's files name; `signal`: stops before the next run
 * @throws PamiError `READ_OUT_UNSUITABLE` for a recipe that reads out logarithms of scores that are not probabilities,
 *   and the refusals of the preflight
 */
export async function decideTarget(
  recipe: Recipe,
  model: Model,
  input: Input,
  options: { task?: TaskFacts | undefined; signal?: { readonly aborted: boolean } | undefined } = {},
): Promise<Decision> {
  const decision =
    recipe.activation === "auto" || recipe.activation === "none" || choosesOutput(recipe, model)
      ? await look(recipe, model, input, options)
      : { recipe, scale: recipe.activation === "value" ? valueScale : probabilityScale, findings: [] }
  const { score } = recipe.readOut
  if ((score === "log" || score === "log-odds") && decision.scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `the score "${score}" is for probabilities; the model's outputs are values. Read out the score or the difference.`,
    )
  return decision
}

/** Returns whether one of several outputs has to be chosen, which may depend on the image. */
function choosesOutput({ output }: Recipe, { outputs }: Model): boolean {
  return output === null && outputs.length > 1
}

// The other findings come again whenever the target is bound.
const aboutChoice: readonly string[] = ["ACTIVATION_CHOSEN", "OUTPUT_CHOSEN", "SEVERAL_LABELS"]

async function look(
  recipe: Recipe,
  model: Model,
  input: Input,
  { task, signal }: NonNullable<Parameters<typeof decideTarget>[3]>,
): Promise<Decision> {
  const asked = recipe.activation
  const target = classProbability({
    ...optionsOf(recipe),
    // Of outputs that are to be used as they are, what they would be decides whether they are probabilities.
    activation: asked === "none" ? "auto" : asked,
    classes: topClasses(1),
    ...definedFields({ task }),
  })
  const beforeRun = () => {
    if (signal?.aborted) throw new PamiError("ABORTED", "interrupted before the first forward pass")
  }
  try {
    const { bound } = await preflight(model, input, target, { batches: [], beforeRun })
    const decided = {
      output: bound.settings["output"] as string,
      activation: bound.settings["activation"] as Activation,
    }
    const about = asked === "auto" ? aboutChoice : ["OUTPUT_CHOSEN"]
    const findings = bound.findings.filter(({ code }) => about.includes(code))
    if (asked === "none" && decided.activation !== "none")
      return asValues({ ...recipe, output: decided.output }, findings)
    return { recipe: { ...recipe, ...decided }, scale: bound.scale, findings }
  } catch (error) {
    // An embedding that is to be used as it is.
    if (asked !== "none" || !isPamiError(error) || error.code !== "OUTPUT_UNSUITABLE") throw error
    if (!choosesOutput(recipe, model)) return asValues(recipe)
    const { recipe: decided, findings } = await look({ ...recipe, activation: "value" }, model, input, {
      signal,
    })
    return asValues(decided, findings)
  }
}

/** Returns the decision for outputs without activation that are not probabilities. */
function asValues(recipe: Recipe, findings: readonly Finding[] = []): Decision {
  return {
    recipe: { ...recipe, activation: "value" },
    scale: valueScale,
    findings: [
      ...findings,
      {
        code: "LOGITS_AS_PROBABILITIES",
        level: "warning",
        message: "the outputs are not probabilities, and are used as they are: as values",
        fix: 'for logits set the activation to "softmax" (exclusive classes) or "sigmoid" (several labels)',
      },
    ],
  }
}

function optionsOf({ output, labels }: Recipe): { output?: string; labels?: number } {
  return definedFields({ output: output ?? undefined, labels: labels ?? undefined })
}
