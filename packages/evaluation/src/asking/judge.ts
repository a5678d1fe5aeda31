import { isPamiError } from "@pami/core"
import type { Curve, Metric, Subject } from "../contracts/metric.ts"

/** The value of one metric for one map, or the reason for its absence. */
export interface Result {
  /** Name of the map. */
  readonly map: string
  /** Name of the metric. */
  readonly metric: string
  /** The value; `null` if there is a reason. */
  readonly value: number | null
  /** The curve, if the metric has one. */
  readonly curve?: Curve
  /** The reason for a missing value: evidence or a baseline that was not given. */
  readonly reason?: { readonly code: string; readonly message: string }
}

// Errors that are about one metric or one map: the others still have values.
const reasons: readonly string[] = [
  "BASELINE_NOT_GIVEN",
  "EVIDENCE_MISSING",
  "MAP_INVALID",
  "OBJECT_EMPTY",
  "OUTPUT_NOT_FINITE",
  "UNITS_NOT_BLENDED",
]

/**
 * Returns the values of metrics for named subjects, all measured at once: in the order of the subjects, each with all
 * metrics. For maps whose metrics need no forward passes; others are measured by an evaluator.
 *
 * @throws PamiError `ABORTED`, and the errors of the model
 *
 * @example
 * const map = Float32Array.of(0, 3, 1, 0)
 * const truth = { width: 2, height: 2, boxes: [{ x: 1, y: 0, width: 1, height: 1 }] }
 * const [{ value }] = await judge([{ name: "ours", subject: { map, shape: [2, 2], truth } }], [createMetric("energy")])
 * console.log(value) // 0.75
 */
export async function judge(
  subjects: readonly { readonly name: string; readonly subject: Subject }[],
  metrics: readonly Metric[],
): Promise<Result[]> {
  const measured = subjects.flatMap(({ name, subject }) =>
    metrics.map(async (metric): Promise<Result> => {
      try {
        const { value, curve } = await metric.measure(subject)
        return { map: name, metric: metric.name, value, ...(curve === undefined ? {} : { curve }) }
      } catch (error) {
        if (!isPamiError(error) || !reasons.includes(error.code)) throw error
        const { code, message } = error
        return { map: name, metric: metric.name, value: null, reason: { code, message } }
      }
    }),
  )
  // None is left running when another has failed.
  await Promise.allSettled(measured)
  return await Promise.all(measured)
}
