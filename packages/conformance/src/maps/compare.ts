import { type Finding, minMax, peak } from "@pami/core"
import { rankCorrelation } from "@pami/evaluation"
import { tolerances } from "../tolerances.ts"
import type { Outcome } from "./explain-subject.ts"
import type { Truth } from "./subject.ts"

/** The differences between the scores and the map of a backend and the truth. */
export interface Comparison {
  readonly largestScoreDifference: number
  readonly largestMapDifference: number
  /** Largest difference between the colours of the maps, in levels of 256. */
  readonly largestLevelDifference: number
  /** Whether the map has its maximum at the same unit, or at one that is equally high within the tolerance. */
  readonly samePeak: boolean
  /** Spearman's rank correlation of the units of both maps: 1 if their order is the same. */
  readonly rankCorrelation: number
  /** False if the truth comes from a backend that gives different outputs for the same input. */
  readonly comparable: boolean
  /** The differences outside the tolerances, in words; empty if the comparison passes. */
  readonly reasons: readonly string[]
}

/** Tolerances of scores and maps against exact arithmetic. */
export const fromExact = { score: tolerances.score.largest, map: tolerances.map.largest }

/** Tolerances of scores and maps between two backends, for any model. */
export const fromEachOther = { score: tolerances.ownScore.largest, map: tolerances.ownMap.largest }

/**
 * Compares the outcome of a backend with the truth. A backend that gives different outputs for the same input is
 * compared like any other; a truth from a backend like that is useless.
 */
export function compare(
  { result, explanation }: Outcome,
  truth: Truth,
  allowed: typeof fromExact | typeof fromEachOther = fromExact,
): Comparison {
  const reasons: string[] = []
  const unsteady = explanation.findings.find(isUnsteady)
  const demand = (holds: boolean, reason: string) => {
    if (!holds) reasons.push(reason)
  }
  if (truth.inputs !== undefined && result.inputs !== undefined)
    demand(
      truth.inputs.includes(result.inputs[0]),
      `the input or its baseline differs from the stored one (${result.inputs[0]}): the backend is not the cause`,
    )
  demand(
    truth.partitions === result.partitions,
    `the input was partitioned in another way (${result.partitions}): the backend is not the cause`,
  )
  // A finding on both backends is about the model.
  for (const { code, message } of explanation.findings)
    demand(
      !code.startsWith("BATCH_") || truth.findings?.includes(code) === true,
      `the preflight reports ${code}: ${message}`,
    )

  // Probabilities are at most 1. Larger scores have larger rounding errors in float32.
  const scale = truth.scores.reduce((largest, score) => Math.max(largest, Math.abs(score)), 1)
  const score = largestDifference(result.scores, truth.scores)
  const map = largestDifference(result.map, truth.map)
  const within = (what: "scores" | "maps", largest: number, allowed: number, place: string) =>
    demand(
      largest <= allowed * scale,
      `${what} differ by ${largest.toPrecision(3)} ${place}; the tolerance is ${(allowed * scale).toExponential(1)}`,
    )
  const width = explanation.targets.length
  const pass = Math.floor(score.at / width) + 1
  const scored = explanation.targets[score.at % width]
  within("scores", score.largest, allowed.score, `in pass ${pass}, target ${scored.id}`)
  within("maps", map.largest, allowed.map, `at unit ${map.at}`)

  const level = largestDifference(levelsOf(result.map), levelsOf(truth.map))
  const levels = Math.max(
    tolerances.level.largest,
    Math.ceil((255 * allowed.map * scale) / rangeLength(truth.map)),
  )
  demand(
    level.largest <= levels,
    `colours differ by ${level.largest} levels of 256 at unit ${level.at}; the tolerance is ${levels}`,
  )
  const [came, right] = [peak(result.map), peak(truth.map)]
  // Two units that are closer than twice the tolerance may swap places.
  const samePeak = came === right || truth.map[right] - truth.map[came] <= 2 * allowed.map * scale
  demand(samePeak, `the map has its maximum at unit ${came}, not at ${right}`)
  const doubtful = truth.findings?.some((code) => isUnsteady({ code })) === true
  const comparable = !doubtful || (reasons.length === 0 && truth !== result)
  return {
    largestScoreDifference: score.largest,
    largestMapDifference: map.largest,
    largestLevelDifference: level.largest,
    samePeak,
    rankCorrelation: rankCorrelation(result.map, truth.map),
    comparable,
    reasons: comparable ? withCause(reasons, unsteady) : [incomparable(unsteady)],
  }
}

/** Returns whether a finding says that a model gives different outputs for the same input. */
export function isUnsteady({ code }: { readonly code: string }): boolean {
  return code === "NOT_DETERMINISTIC"
}

function withCause(reasons: readonly string[], unsteady: Finding | undefined): readonly string[] {
  return reasons.length === 0 || unsteady === undefined
    ? reasons
    : [...reasons, `${unsteady.code}: ${unsteady.message}`]
}

function incomparable(unsteady: Finding | undefined): string {
  return unsteady === undefined
    ? "NOT_DETERMINISTIC: this backend is compared with one that gives different outputs for the same input; this one does not. Put this backend first"
    : `${unsteady.code}: ${unsteady.message}. Explanations of this model cannot be compared, on this backend or on others`
}

/** Returns a map as levels from 0, its lowest value, to 255, its highest. */
function levelsOf(map: Float32Array): Float32Array {
  return minMax(map).map((share) => Math.round(255 * share))
}

/** Returns the difference between the highest and the lowest value of a map, ignoring units without a value. */
function rangeLength(map: Float32Array): number {
  let [lowest, highest] = [Infinity, -Infinity]
  for (const value of map) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return highest - lowest
}

/** Returns the largest difference: `Infinity` if only one of two values is a number, or the lengths differ. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): { largest: number; at: number } {
  if (a.length !== b.length) return { largest: Infinity, at: Math.min(a.length, b.length) }
  let [largest, at] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue
    const apart = Math.abs(a[i] - b[i])
    if (apart <= largest) continue
    at = i
    largest = Number.isNaN(apart) ? Infinity : apart
  }
  return { largest, at }
}
