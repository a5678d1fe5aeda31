import type { BoundTarget } from "../contracts/target.ts"
import { peak } from "../read-out/maps.ts"
import { formatScore, nameTarget } from "../targets/scale.ts"

/** The scores of an input and its baseline, each run alone. */
export interface ScoredAlone {
  readonly bound: BoundTarget
  readonly original: Float64Array
  readonly baseline: Float64Array
}

// Runtimes may round differently for another batch size; a real mix-up of items is far larger than this. Absolute for
// probabilities, as a share of the largest score for others.
const tolerance = 1e-3

/**
 * Returns the target whose scores differ most, with both scores as text; `undefined` if rounding explains the difference.
 */
export function findDifference(
  { bound: { targets, scale }, original, baseline }: ScoredAlone,
  scores: Float64Array,
  others: Float64Array,
): [target: string, score: string, other: string] | undefined {
  const largest =
    scale.unit === "probability"
      ? 1
      : [original, baseline]
          .flatMap((all) => [...all])
          .reduce((most, score) => Math.max(most, Math.abs(score)), 0)
  // A difference of NaN is the largest.
  const off = scores.map((score, position) => {
    const difference = Math.abs(score - others[position])
    return difference <= tolerance * largest ? 0 : difference || Infinity
  })
  const worst = peak(off)
  if (off[worst] === 0) return undefined
  return [
    nameTarget(targets[worst], scale),
    formatScore(scores[worst], scale),
    formatScore(others[worst], scale),
  ]
}

/** The fix for a model whose scores differ. */
export const exportForInference =
  "export the model for inference, without dropout, batch normalisation of training, or random numbers"
