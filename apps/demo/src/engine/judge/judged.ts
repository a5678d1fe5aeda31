import type { Explanation, Model, Signal } from "@pami/core"
import type { Segmenter } from "@pami/pre-segmentation"
import type { Chosen } from "../choice.ts"
import type { Predicted } from "../predict.ts"
import type { Prober } from "../probe.ts"

/** The map that questions are about, and the model to ask. */
export interface Judged {
  readonly predicted: Predicted
  readonly explanation: Explanation
  readonly chosen: Chosen
  /** Passes the gate before each run. */
  readonly model: Model
  readonly segmenter: Segmenter
  readonly prober: Prober
}

/** As {@link Judged}, for work of many passes, which can be stopped. */
export interface Stoppable extends Judged {
  readonly signal: Signal
}
