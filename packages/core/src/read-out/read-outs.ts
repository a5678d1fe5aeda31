import type { Scale } from "../contracts/target.ts"
import { PamiError } from "../error.ts"
import { log as naturalLogarithm } from "../numbers/log.ts"
import type { Weight } from "./aggregate.ts"
import { type Contribution, plainScore } from "./scores.ts"

// Below this a probability of 32 bits, itself a quotient of exponentials, is noise.
const leastProbability = 1e-6

function logOf(probability: number, { unit }: Scale): number {
  if (unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `logarithms are of probabilities; these scores have the unit "${unit}". Read out the score or the difference.`,
    )
  return naturalLogarithm(Math.max(probability, leastProbability))
}

/**
 * Contributions of a part to {@link ReadOut}, by name:
 *
 * - `score`: its score (as in the paper; default);
 * - `difference`: its score minus that of the fully masked input, so that 0 means "no better than the baseline";
 * - `log`: the natural logarithm of its score, which separates parts with low scores;
 * - `log-odds`: ln(p / (1 - p)), which also separates parts with high scores.
 *
 * The last two are for probabilities, clamped to at least 1e-6 and, for the odds, at most 1 - 1e-6: beyond that, scores of 32
 * bits are noise. They throw a PamiError `READ_OUT_UNSUITABLE` for other scores.
 *
 * @example
 * const map = average(explanation, 0, { score: contributions["log-odds"] })
 */
export const contributions = {
  score: plainScore,
  difference: (score, baseline) => score - baseline,
  log: (score, _, scale) => logOf(score, scale),
  "log-odds": (score, _, scale) => logOf(score, scale) - logOf(1 - score, scale),
} as const satisfies Readonly<Record<string, Contribution>>

// Weights are whole numbers, so that they cancel to exactly 0 where no part lies; sums of 10,000 of these are exact too.
const weightOfOneUnit = 2 ** 36

/**
 * Weights of a part in {@link ReadOut}, by name: `equal` (as in the paper; default), its `area` in units (coarse parts, which
 * show more, count more), or the `inverse-area` (fine parts, which locate better, count more).
 */
export const partWeights = {
  equal: () => 1,
  area: (area) => area,
  "inverse-area": (area) => Math.round(weightOfOneUnit / area),
} as const satisfies Readonly<Record<string, Weight>>

/** Names of the {@link contributions}. */
export const readOutScores = Object.keys(contributions) as readonly (keyof typeof contributions)[]

/** Names of the {@link partWeights}. */
export const readOutWeights = Object.keys(partWeights) as readonly (keyof typeof partWeights)[]
