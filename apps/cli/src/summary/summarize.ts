import { summarize as estimate } from "@pami/evaluation"
import type { Summary as Estimate } from "@pami/evaluation"
import type { MetricFacts, OutcomeCount, Results } from "./collect.ts"

/** A method under one metric. */
export interface MethodSummary extends Estimate {
  readonly method: string
  /** The other method of the best mean, and how far this one is above it, over the inputs that both have. */
  readonly rival?: Estimate & { readonly method: string }
}

/** All methods under one metric. */
export interface MetricSummary extends MetricFacts {
  /** In the order of the run. Methods without a value are left out. */
  readonly methods: readonly MethodSummary[]
}

/** An evaluation in short. */
export interface Summary {
  /** Number of inputs with at least one value. */
  readonly evaluated: number
  readonly metrics: readonly MetricSummary[]
  readonly outcomes: readonly OutcomeCount[]
}

// Enough for a 95 % interval, and fast for thousands of inputs.
const resamples = 2000

/** Returns the means of all methods under all metrics, with intervals, and the paired differences to the best rival. */
export function summarize(results: Results): Summary {
  const evaluated = new Set<string>()
  const metrics = results.metrics.map((metric): MetricSummary => {
    const measured = results.methods
      .map(({ name }) => ({ method: name, values: results.valuesOf(metric.name, name) }))
      .filter(({ values }) => values.size > 0)
    for (const { values } of measured) for (const input of values.keys()) evaluated.add(input)
    const estimateOf = (inputs: readonly string[], value: (input: string) => number) =>
      estimate(
        inputs.map((input) => ({ value: value(input), class: results.classes.get(input) ?? "" })),
        { average: metric.average, resamples },
      )
    const own = measured.map(({ method, values }) => ({
      method,
      values,
      ...estimateOf([...values.keys()], (input) => values.get(input)!),
    }))
    const isBetter = (a: number, b: number) => (metric.better === "higher" ? a > b : a < b)
    const methods = own.map(({ method, values, ...estimated }): MethodSummary => {
      const others = own.filter((other) => other.method !== method)
      if (others.length === 0) return { method, ...estimated }
      const best = others.reduce((found, other) => (isBetter(other.mean, found.mean) ? other : found))
      const both = [...values.keys()].filter((input) => best.values.has(input))
      if (both.length === 0) return { method, ...estimated }
      const difference = estimateOf(both, (input) => values.get(input)! - best.values.get(input)!)
      return { method, ...estimated, rival: { method: best.method, ...difference } }
    })
    return { ...metric, methods }
  })
  return { evaluated: evaluated.size, metrics, outcomes: results.outcomes }
}
