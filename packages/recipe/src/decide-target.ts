import {
  classProbability,
  isPamiError,
  PamiError,
  preflight,
  probabilityScale,
  topClasses,
  valueScale,
} from "@pami/core"
import type { Activation, Finding, Input, Model, Scale, Target, TaskFacts } from "@pami/core"
import type { Recipe } from "./recipe.ts"

/**
 * What the recipe makes of the model's output.
 *
 * @param classes whose scores are kept, or what chooses them by the prediction
 */
export function createTarget(
  recipe: Recipe,
  classes: "all" | readonly number[] | ((prediction: Float64Array) => readonly number[]),
): Target {
  return classProbability({ ...optionsOf(recipe), activation: recipe.activation, classes })
}

/** What a recipe leaves open of its target, decided. */
export interface Decision {
  /** The recipe, with output and activation named. */
  readonly recipe: Recipe
  /** What the scores are. */
  readonly scale: Scale
  /** Where the choices came from. */
  readonly findings: readonly Finding[]
}

/**
 * Decides what the recipe leaves open of output and activation: once for a model and everything that is explained with it,
 * so that two pictures in one call are never scored in two ways. Runs the model a few times, unless the recipe says all.
 *
 * @param input any of those that will be explained
 * @param options `task`: what the model's files say of its task; `signal`: stops before the next run
 * @throws PamiError `READ_OUT_UNSUITABLE` where the recipe reads out logarithms of what are no probabilities, and whatever
 *   the model refuses
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

/** Which of several outputs is meant may depend on the picture, whatever the activation is. */
function choosesOutput({ output }: Recipe, { outputs }: Model): boolean {
  return output === null && outputs.length > 1
}

// What the target finds every time it is bound is not repeated here.
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
    ...(task === undefined ? {} : { task }),
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

/** Outputs that are to be used as they are, and are no probabilities. */
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
  return { ...(output === null ? {} : { output }), ...(labels === null ? {} : { labels }) }
}
