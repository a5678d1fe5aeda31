import { toleranceOf } from "./check-batch.ts"
import type { BoundTarget, Finding } from "./contracts.ts"
import { peak } from "./read-out.ts"
import { formatScore, nameScore } from "./scale.ts"
import type { Tensors } from "./tensor.ts"

/** What a model that answers differently for the same input does. */
export interface Repeat {
  readonly finding: Finding
  /** Whether it is more than rounding. */
  readonly large: boolean
}

/** Compares two answers for the same input, to the last bit; `undefined` where they are the same. */
export function checkRepeat(
  { targets, scale }: BoundTarget,
  [outputs, again]: readonly [Tensors, Tensors],
  [scores, other]: readonly [Float64Array, Float64Array],
): Repeat | undefined {
  const same = Object.entries(outputs).every(([name, { data }]) => {
    const second = again[name]?.data
    return second?.length === data.length && data.every((value, i) => Object.is(value, second[i]))
  })
  if (same) return undefined
  const off = scores.map((score, t) => Math.abs(score - other[t]))
  const worst = Math.max(0, peak(off))
  const large = !(off[worst] <= toleranceOf(scale, scores))
  const score = (value: number) => formatScore(value, scale)
  const measured = large
    ? `${nameScore(targets[worst], scale)} scores ${score(scores[worst])}, then ${score(other[worst])}`
    : `a score differs by ${off[worst].toPrecision(2)}`
  return {
    large,
    finding: {
      code: "NOT_DETERMINISTIC",
      level: "warning",
      message: `the model answers differently for the same input: asked twice, ${measured}. Its maps cannot be computed again to the same bits`,
      fix: large
        ? "export it for inference: dropout or another random operation is still in it, or layers are in training mode"
        : "so small a difference is rounding, as of a runtime that adds in a changing order, or a little noise in the model: run it on one thread, or on the processor",
    },
  }
}
