import type { MaskingOperator } from "@pami/core"
import { createMetric, metrics } from "@pami/evaluation"
import type { Metric, Need } from "@pami/evaluation"
import type { Pixels } from "@pami/image"
import { createMethod, sharedSegmenter } from "@pami/methods"
import { UsageError } from "../exit-status.ts"
import { didYouMean } from "../near-names.ts"
import { expectMethod } from "../expect-method.ts"
import { createBaseline } from "./baselines.ts"
import type { EvaluatedMethod } from "./evaluate-input.ts"
import type { MethodRequest } from "./request.ts"

/** Methods, metrics and masking operators of an evaluation. */
export interface Plan {
  readonly methods: readonly EvaluatedMethod[]
  readonly metrics: readonly Metric[]
  /** The masking operator of all methods. */
  readonly masking: MaskingOperator<Pixels>
  /** Those that the metrics name. */
  readonly baselines: Readonly<Record<string, MaskingOperator<Pixels>>>
}

/**
 * Returns what a command line asks for, before any model is loaded.
 *
 * @param names of metrics; one that masks is judged over each of the baselines unless its name says which
 * @throws UsageError for an unknown method, metric or baseline, and for a metric whose evidence an evaluation does not have
 */
export function createPlan(request: MethodRequest, names: readonly string[]): Plan {
  const { masking, seed, passes } = request
  const chosen = names.flatMap((name) => metricsOf(name, request.baselines))
  const segmenter = sharedSegmenter()
  const named = new Set(chosen.flatMap(({ baselines }) => baselines))
  return {
    methods: request.methods.flatMap((name) =>
      passes.map((limit): EvaluatedMethod => {
        const method = createMethod(expectMethod(name, "--methods: "), { passes: limit, seed, segmenter })
        return { name: passes.length > 1 ? `${name}@${limit}` : name, method, passes: limit }
      }),
    ),
    metrics: chosen.filter(({ name }, index) => chosen.findIndex((one) => one.name === name) === index),
    masking: createBaseline(masking, seed, "--masking"),
    baselines: Object.fromEntries(
      [...named].map((name) => [name, createBaseline(name, seed, "--baselines")]),
    ),
  }
}

/** Returns whether a metric of a plan needs evidence of a kind. */
export function needs({ metrics }: Pick<Plan, "metrics">, need: Need): boolean {
  return metrics.some((metric) => metric.needs.includes(need))
}

// Evidence that a command line gives.
const given: readonly Need[] = ["passes", "object", "other-map", "randomised-map", "changed-maps"]

function metricsOf(name: string, baselines: readonly string[]): Metric[] {
  const [kind] = name.split(":", 1)
  const isOpen = name === kind && Object.hasOwn(metrics, kind) && metrics[kind].variants === "baselines"
  return (isOpen ? baselines.map((baseline) => `${kind}:${baseline}`) : [name]).map((full) => {
    const metric = expectMetric(full)
    const missing = metric.needs.find((need) => !given.includes(need))
    if (missing !== undefined)
      throw new UsageError(
        `--metrics: ${full} needs ${missing.replaceAll("-", " ")}, which this command does not have: measure it in a program, with @pami/evaluation`,
      )
    return metric
  })
}

function expectMetric(name: string): Metric {
  try {
    return createMetric(name)
  } catch (error) {
    const [kind] = name.split(":", 1)
    throw new UsageError(`--metrics: ${(error as Error).message}${didYouMean(kind, Object.keys(metrics))}`)
  }
}
