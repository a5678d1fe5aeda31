import type { Finding, Scale, TaskFacts } from "@pami/core"
import type { Recipe } from "../schema/any-recipe.ts"
import type { TaskContext } from "./create-target.ts"

/** The result of `decideTarget`. */
export interface Decision<Asked extends Recipe = Recipe> {
  /** The recipe with its task, output and activation. */
  readonly recipe: Asked
  /** The unit of the scores. */
  readonly scale: Scale
  /** The reasons for the choices. */
  readonly findings: readonly Finding[]
}

/** Options of `decideTarget`. */
export interface DecideOptions extends TaskContext {
  /** The task of the scores, as the model's files say. */
  readonly task?: TaskFacts | undefined
  /** Names of the classes of code that the model was made by. */
  readonly architectures?: readonly string[] | undefined
  readonly labels?: readonly string[] | undefined
  /** Whether nobody has named the target, so that the task decides it. Default false. */
  readonly isTargetOpen?: boolean | undefined
  /** Whether nobody has named the read-out: that of a regression is then the difference to the baseline. Default false. */
  readonly isReadOutOpen?: boolean | undefined
  /** Stops before the next run. */
  readonly signal?: { readonly aborted: boolean } | undefined
}
