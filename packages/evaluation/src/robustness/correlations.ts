import { random } from "@pami/core/tensor"
import type { Metric, Need, Subject } from "../contracts/metric.ts"
import { evaluationError, expectEvidence, expectMap } from "../evidence.ts"
import { rankCorrelation } from "../statistics/correlation.ts"

/**
 * Returns the stability: the mean rank correlation of the map with those of slightly changed inputs (cf. Alvarez-Melis and
 * Jaakkola, 2018). {@link addNoise} changes an input.
 */
export function stability(): Metric {
  return correlationMetric(
    "stability",
    "higher",
    "changed-maps",
    "Mean rank correlation of the map with the maps of slightly changed inputs (cf. Alvarez-Melis and Jaakkola 2018).",
    ({ changedMaps }) => changedMaps,
    (correlations) => correlations.reduce((sum, value) => sum + value, 0) / correlations.length,
  )
}

/**
 * Returns the sanity check by randomised weights: the absolute rank correlation of the map with that of the same input for a
 * model with randomised weights (Adebayo et al., 2018, section 3). A map of the model, and not of the input, is near 0.
 */
export function randomisedModel(): Metric {
  return correlationMetric(
    "randomised-model",
    "lower",
    "randomised-map",
    "Absolute rank correlation of the map with that of a model with randomised weights (Adebayo et al. 2018, section 3).",
    ({ randomisedMap }) => (randomisedMap === undefined ? undefined : [randomisedMap]),
    ([value]) => Math.abs(value),
  )
}

/**
 * Returns the sanity check by another target: the rank correlation of the map with that of another target of the same input. A
 * map that explains its target is low.
 */
export function otherTarget(): Metric {
  return correlationMetric(
    "other-target",
    "lower",
    "other-map",
    "Rank correlation of the map with that of another target of the same input.",
    ({ otherMap }) => (otherMap === undefined ? undefined : [otherMap]),
    ([value]) => value,
  )
}

function correlationMetric(
  name: string,
  better: Metric["better"],
  need: Need,
  protocol: string,
  othersOf: (subject: Subject) => readonly ArrayLike<number>[] | undefined,
  read: (correlations: readonly number[]) => number,
): Metric {
  return {
    name,
    protocol: `${protocol.slice(0, -1)}; 0 for a flat map.`,
    better,
    needs: [need],
    baselines: [],
    settings: {},
    average: "maps",
    measure(subject) {
      expectMap(subject)
      const found = othersOf(subject)
      const others = expectEvidence(found?.length === 0 ? undefined : found, need)
      const correlations = others.map((other) => {
        if (other.length !== subject.map.length)
          throw evaluationError(
            "MAP_INVALID",
            `maps of ${subject.map.length} and ${other.length} units are not of one input`,
          )
        const value = rankCorrelation(subject.map, other)
        return Number.isNaN(value) ? 0 : value
      })
      return { value: read(correlations) }
    },
  }
}

/** Options of {@link addNoise}. */
export interface NoiseOptions {
  /** Any integer: the same seed gives the same noise. */
  readonly seed: number
  /** Largest change of a value. Default 0.02. */
  readonly amount?: number
  /** Lowest and highest value of the result. Default 0 and 1, as of pixels. */
  readonly range?: readonly [low: number, high: number]
}

/**
 * Returns values with uniform noise, each changed independently: an input for {@link stability}.
 *
 * @throws RangeError for a seed that is not an integer or an amount that is not above 0
 *
 * @example
 * const changed = addNoise(Float32Array.of(0, 0.5, 1), { seed: 1, amount: 0.1 })
 * console.log(changed.length) // 3
 */
export function addNoise(values: Float32Array, options: NoiseOptions): Float32Array {
  const {
    seed,
    amount = 0.02,
    range: [low, high],
  } = { range: [0, 1] as const, ...options }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is an integer; got ${seed}`)
  if (!(amount > 0 && Number.isFinite(amount)))
    throw new RangeError(`amount is a number above 0; got ${amount}`)
  const next = random(seed)
  return values.map((value) => Math.min(high, Math.max(low, value + amount * (2 * next() - 1))))
}
