import type { Input, Model, Part, Signal, Target } from "@pami/core"
import type { Rival } from "../judge-contract.ts"

/** The map that questions are about, and the model to ask, for any kind of input. */
export interface Judged {
  /** Importance of each unit of the input. */
  readonly map: Float32Array
  /** Passes of the sweep of the map. */
  readonly passes: number
  /** Passes the gate before each run. */
  readonly model: Model
  /** Scores what the map is read for, alone. */
  readonly target: Target
  /** The input over the mask of the map. It has one grid. */
  readonly input: Input
  /** Names of the masks of curves. */
  readonly masks: readonly string[]
  /** Returns the input over a mask of curves. */
  over(mask: string): Promise<Input>
  /** Returns the score of a part that is shown alone. */
  probe(part: Part): Promise<number>
  /** Returns the map of a rival, with as many passes as the map had. */
  explainBy(rival: Rival, tools: ExplainingTools): Promise<Float32Array>
}

/** Signal and callback of the sweep of a rival. */
export interface ExplainingTools {
  readonly signal: Signal
  /** Called with the number of passes so far. */
  readonly onPasses: (passes: number) => void
}

/** As {@link Judged}, for work of many passes, which can be stopped. */
export interface Stoppable extends Judged {
  readonly signal: Signal
}
