import { type Finding, minMax, peak } from "@pami/core"
import { tolerances } from "../tolerances.ts"
import type { Outcome } from "./explain-subject.ts"
import { rankCorrelation } from "./rank-correlation.ts"
import type { Truth } from "./subject.ts"

/** How far a backend's scores and map are from what is right. */
export interface Comparison {
  readonly largestScoreDifference: number
  readonly largestMapDifference: number
  /** Of the heatmaps, in levels of 256. */
  readonly largestLevelDifference: number
  /** Whether the map is highest at the same unit, or at one that is as high within the tolerance. */
  readonly samePeak: boolean
  /** Spearman's, of the maps' units: 1 where both put them in the same order. */
  readonly rankCorrelation: number
  /** Whether there is a truth to compare with: none where its own backend answers differently for the same input. */
  readonly comparable: boolean
  /** What is outside the tolerances, in words; none where it passes. */
  readonly reasons: readonly string[]
}

/** How far scores and maps may differ from exact arithmetic. */
export const fromExact = { score: tolerances.score.largest, map: tolerances.map.largest }

/** How far scores and maps of two backends may differ on a model of which nothing is known. */
export const fromEachOther = { score: tolerances.ownScore.largest, map: tolerances.ownMap.largest }

/**
 * Compares what a backend made with what is right. A backend that answers differently for the same input is compared as
 * any other: only a truth that came about like that says nothing.
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
      `the input or its baseline is not the stored one (${result.inputs[0]}): the fault is not the backend's`,
    )
  demand(
    truth.partitions === result.partitions,
    `the input was cut into other parts (${result.partitions}): the fault is not the backend's`,
  )
  // What is found on the other backend too is the model's.
  for (const { code, message } of explanation.findings)
    demand(
      !code.startsWith("BATCH_") || truth.findings?.includes(code) === true,
      `the look before the sweep finds ${code}: ${message}`,
    )

  // Probabilities are at most 1; where scores are something larger, so is what float32 rounds away.
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
    `heatmaps differ by ${level.largest} levels of 256 at unit ${level.at}; the tolerance is ${levels}`,
  )
  const [came, right] = [peak(result.map), peak(truth.map)]
  // Two units closer than twice the tolerance may change places.
  const samePeak = came === right || truth.map[right] - truth.map[came] <= 2 * allowed.map * scale
  demand(samePeak, `the map is highest at unit ${came}, not at ${right}`)
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

/** Whether a finding says that a model answers differently for the same input. */
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
    ? "NOT_DETERMINISTIC: the backend that this one is compared with answers differently for the same input; this one does not. Compare the other with this one"
    : `${unsteady.code}: ${unsteady.message}. Two explanations of it cannot be compared, on this backend or on others`
}

/** Returns a map as levels 0 to 255, from its lowest value to its highest. */
function levelsOf(map: Float32Array): Float32Array {
  return minMax(map).map((share) => Math.round(255 * share))
}

/** Returns the difference between a map's highest value and its lowest, units without a value left out. */
function rangeLength(map: Float32Array): number {
  let [lowest, highest] = [Infinity, -Infinity]
  for (const value of map) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return highest - lowest
}

/** `Infinity` where only one of two is a number, or their numbers differ. */
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
