import type { Input, Model, TaskFacts } from "@pami/core"
import { decideTarget, isClassification } from "@pami/recipe"
import type { Decision, Recipe, TaskContext } from "@pami/recipe"
import type { DescribedModel } from "./described-model.ts"
import { expectEncoder } from "./expect-encoder.ts"

/** Options of {@link DecideOnce}. */
export interface DecideOnceOptions extends TaskContext {
  /** Default: the described model. */
  readonly model?: Model | undefined
  /** The task of the scores, in place of the one in the model's files. */
  readonly task?: TaskFacts | undefined
  /** Whether nobody has named the target, so that the task decides it. */
  readonly isTargetOpen?: boolean | undefined
  /** Whether nobody has named the read-out: that of a regression is then the difference to the baseline. */
  readonly isReadOutOpen?: boolean | undefined
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** Decides the task, the output and the activation of a recipe, as `decideTarget` does. */
export type DecideOnce = <Asked extends Recipe>(
  recipe: Asked,
  input: Input,
  options?: DecideOnceOptions,
) => Promise<Decision<Asked>>

/**
 * Returns a function that decides once for a model, and repeats the decision for every further input: two images are
 * scored alike. A decision that fails is not kept; that for a decoder without its encoder is `ENCODER_MISSING`.
 */
export function decideOnce({
  model,
  task,
  architectures,
  labels,
}: Pick<DescribedModel, "model" | "task" | "architectures" | "labels">): DecideOnce {
  const made = new Map<string, Decision>()
  return async (recipe, input, options = {}) => {
    const { model: used = model, task: facts = task } = options
    expectEncoder(used, recipe.feeds)
    const { task: asked, output, activation, labels: count, readOut } = recipe
    const key = JSON.stringify([
      asked,
      output,
      activation,
      count,
      readOut,
      facts?.task,
      options.isReadOutOpen,
    ])
    const known = made.get(key)
    if (known !== undefined) {
      const { task: decided, output, activation } = known.recipe
      const target = options.isTargetOpen ? known.recipe.target : recipe.target
      const read = options.isReadOutOpen ? known.recipe.readOut : recipe.readOut
      expectClasses(recipe, decided)
      return { ...known, recipe: { ...recipe, task: decided, target, output, activation, readOut: read } }
    }
    const decision = await decideTarget(recipe, used, input, {
      ...options,
      task: facts,
      architectures,
      labels,
    })
    expectClasses(recipe, decision.recipe.task)
    made.set(key, decision)
    return decision
  }
}

/** Refuses a contrast where no classes are scored, which would be without effect. */
function expectClasses({ versus }: Pick<Recipe, "versus">, task: Recipe["task"]): void {
  if (versus !== null && !isClassification(task))
    throw new RangeError(`versus: for scores of classes; the task of the model is ${task.name}`)
}
