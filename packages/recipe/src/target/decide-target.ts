import {
  classProbability,
  isPamiError,
  PamiError,
  preflight,
  probabilityScale,
  topClasses,
  valueScale,
} from "@pami/core"
import type { Activation, Finding, Input, Model, Scale } from "@pami/core"
import { definedFields } from "../schema/defined-fields.ts"
import type { Recipe } from "../schema/any-recipe.ts"
import { defaultTarget, isOfTokens } from "../schema/task.ts"
import { classOptions } from "./create-target.ts"
import { bindTask, decideTask } from "./decide-task.ts"
import type { Decision, DecideOptions } from "./decision.ts"

/**
 * Decides the task, the output and the activation that a recipe leaves open: once for a model and all inputs, so that two
 * images of one call are scored alike. Runs the model a few times, unless the recipe names all.
 *
 * @param input any of the inputs that will be explained
 * @throws PamiError `READ_OUT_UNSUITABLE` for a recipe that reads out logarithms of scores that are not probabilities,
 *   `TASK_UNSUPPORTED` for a model that generates, `REFERENCE_MISSING`, and the refusals of the preflight
 */
export async function decideTarget<Asked extends Recipe>(
  recipe: Asked,
  model: Model,
  input: Input,
  options: DecideOptions = {},
): Promise<Decision<Asked>> {
  const { task, findings } = await decideTask(recipe, model, input, options)
  const target = recipe.task === null && options.isTargetOpen ? defaultTarget(task) : recipe.target
  const decision = await decideScores({ ...recipe, task, target }, model, input, options)
  const isRegression = options.task?.task === "regression" && decision.recipe.activation === "value"
  const readOut =
    isRegression && options.isReadOutOpen && recipe.method === "pami"
      ? { ...recipe.readOut, score: "difference" as const }
      : recipe.readOut
  expectReadOut(recipe, decision.scale)
  return {
    ...decision,
    recipe: { ...decision.recipe, readOut },
    findings: [...findings, ...decision.findings],
  }
}

async function decideScores<Asked extends Recipe>(
  recipe: Asked,
  model: Model,
  input: Input,
  options: DecideOptions,
): Promise<Decision<Asked>> {
  // Where the tokens of words are is known once the task is.
  if (isOfTokens(recipe.task))
    return { recipe: withOutside(recipe, options), scale: probabilityScale, findings: [] }
  if (recipe.task?.name !== "classification") return await bindTask(recipe, model, input, options)
  return recipe.activation === "auto" || recipe.activation === "none" || choosesOutput(recipe, model)
    ? await look(recipe, model, input, options)
    : { recipe, scale: recipe.activation === "value" ? valueScale : probabilityScale, findings: [] }
}

/** Returns the recipe with the tag of words that are nothing in particular: `O`, if a label has that name. */
function withOutside<Asked extends Recipe>(recipe: Asked, { labels = [] }: DecideOptions): Asked {
  const { task } = recipe
  if (task?.name !== "token-classification" || task.outside !== null || !labels.includes("O")) return recipe
  return { ...recipe, task: { ...task, outside: labels.indexOf("O") } }
}

function expectReadOut({ readOut: { score } }: Recipe, { unit }: Scale): void {
  if ((score === "log" || score === "log-odds") && unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `the score "${score}" is for probabilities; the model's outputs are values. Read out the score or the difference.`,
    )
}

/** Returns whether one of several outputs has to be chosen, which may depend on the image. */
function choosesOutput({ output }: Recipe, { outputs }: Model): boolean {
  return output === null && outputs.length > 1
}

// The other findings come again whenever the target is bound.
const aboutChoice: readonly string[] = [
  "ACTIVATION_CHOSEN",
  "ACTIVATION_GUESSED",
  "OUTPUT_CHOSEN",
  "SEVERAL_LABELS",
]

async function look<Asked extends Recipe>(
  recipe: Asked,
  model: Model,
  input: Input,
  { task, signal }: DecideOptions,
): Promise<Decision<Asked>> {
  const asked = recipe.activation
  const target = classProbability({
    ...classOptions(recipe),
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
function asValues<Asked extends Recipe>(recipe: Asked, findings: readonly Finding[] = []): Decision<Asked> {
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
