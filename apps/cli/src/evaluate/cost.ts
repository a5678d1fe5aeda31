import { grouped } from "@pami/core/tensor"
import { duration } from "../progress.ts"
import type { ModelClock } from "./timed-model.ts"

/** The cost of a start. */
export interface Cost {
  readonly passes: number
  readonly seconds: number
  /** Seconds in which the model ran. */
  readonly modelSeconds: number
}

/** Returns the cost so far. */
export function costOf({ passes, elapsed, seconds }: ModelClock): Cost {
  return { passes, seconds: elapsed, modelSeconds: seconds }
}

/** Returns the forward passes, and the share of the time that was spent outside of the model. */
export function describeCost({ passes, seconds, modelSeconds }: Cost): string {
  if (passes === 0) return "0 forward passes: nothing was left to do\n"
  const outside = Math.max(0, 1 - modelSeconds / seconds)
  return `${grouped(passes)} forward passes in ${duration(seconds)}, ${(100 * outside).toFixed(1)} % of it outside of the model\n`
}
