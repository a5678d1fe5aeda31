import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Pool } from "./worker/pool.ts"

/** The measurements of a server, for Prometheus. */
export interface Metrics {
  /** Counts an explanation. */
  count(explanation: {
    readonly model: string
    /** `done`, or the code of its error. */
    readonly outcome: string
    readonly seconds: number
    readonly passes: number
  }): void
  /** Returns all in the text format of Prometheus. */
  read(): Promise<{ readonly type: string; readonly text: string }>
}

/** Starts the measurements. */
export function startMetrics(pool: Pool): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const outcomes = new Counter({
    name: "pami_explanations_total",
    help: "Explanations by model and outcome: done, or the code of the error.",
    labelNames: ["model", "outcome"],
    registers,
  })
  const seconds = new Histogram({
    name: "pami_explanation_seconds",
    help: "Seconds from the end of the upload to the response, with the time in the queue.",
    labelNames: ["model"],
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
    registers,
  })
  const passes = new Counter({
    name: "pami_passes_total",
    help: "Forward passes of explanations that ended.",
    labelNames: ["model"],
    registers,
  })
  const gauges: Record<string, [help: string, value: () => number]> = {
    pami_explanations_active: ["Explanations that run or wait.", () => pool.active],
    pami_explanations_waiting: ["Explanations that wait for a worker.", () => pool.waiting],
  }
  for (const [name, [help, value]] of Object.entries(gauges))
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value())
        },
      }),
    )
  return {
    count({ model, outcome, ...about }) {
      outcomes.inc({ model, outcome })
      seconds.observe({ model }, about.seconds)
      passes.inc({ model }, about.passes)
    },
    async read() {
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}
