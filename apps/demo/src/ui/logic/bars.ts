import type { Scale } from "@pami/core"
import type { ValueRange } from "@pami/figure"
import type { ClassScore } from "../../engine/contract.ts"

/** Returns what the bars of a list reach from and to; `classes` are in order, highest score first. */
export function rangeOfBars(classes: readonly ClassScore[], { unit }: Scale): ValueRange {
  if (unit === "probability") return { min: 0, max: 1 }
  return { min: Math.min(0, classes.at(-1)!.score), max: classes[0].score }
}

/** Returns a score as a share of a range, 0 to 1; 1 where the range is of one value. */
export function shareOfRange(score: number, { min, max }: ValueRange): number {
  return max > min ? Math.min(1, Math.max(0, (score - min) / (max - min))) : 1
}
