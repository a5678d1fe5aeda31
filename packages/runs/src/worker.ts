import { explainInputs } from "./explain-inputs.ts"
import type { Explaining } from "./explain-inputs.ts"
import type { InputList } from "./inputs/input-list.ts"
import type { ResultLine } from "./result-line.ts"

/** An input whose lines are wanted. */
export interface WantedInput {
  readonly id: string
  /** Names of the methods that have no line yet. */
  readonly methods: readonly string[]
}

/** Explains inputs: in this process, in another, or on another machine. */
export interface RunWorker {
  /**
   * Yields the lines of the inputs, in their order: each on its own, or several that reach the disk together.
   *
   * @throws PamiError `WORKER_ENDED` where the process that explains them ended in between: it then gets those without
   *   lines. Every other error ends the run
   */
  explain(wanted: readonly WantedInput[]): AsyncIterable<ResultLine | readonly ResultLine[]>
}

/** Explains inputs in this process, each line on its own. */
export interface LocalWorker extends RunWorker {
  explain(wanted: readonly WantedInput[]): AsyncIterable<ResultLine>
}

/** Returns a worker that explains in this process. */
export function localWorker(task: Explaining, inputs: InputList): LocalWorker {
  return {
    explain(wanted) {
      const methods = new Map(wanted.map(({ id, methods }) => [id, methods]))
      return explainInputs(task, inputs.inputs(methods.keys()), (id) => methods.get(id)!)
    },
  }
}
