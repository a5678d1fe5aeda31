import type { Model } from "@pami/core"

/** A model that knows how much it has worked. */
export interface TimedModel {
  readonly model: Model
  /** Number of forward passes so far. */
  readonly passes: number
  /** Seconds in which at least one run was in progress. */
  readonly seconds: number
  /** Seconds since the clock was started. */
  readonly elapsed: number
}

/** Returns the model with counters of its forward passes and of its time. */
export function timed(model: Model): TimedModel {
  const started = performance.now()
  let [passes, milliseconds, running, since] = [0, 0, 0, 0]
  return {
    model: {
      ...model,
      async run(feeds) {
        if (running++ === 0) since = performance.now()
        try {
          const outputs = await model.run(feeds)
          passes += Object.values(feeds)[0]?.shape[0] ?? 1
          return outputs
        } finally {
          if (--running === 0) milliseconds += performance.now() - since
        }
      },
      dispose: () => model.dispose(),
    },
    get passes() {
      return passes
    },
    get seconds() {
      return milliseconds / 1000
    },
    get elapsed() {
      return (performance.now() - started) / 1000
    },
  }
}
