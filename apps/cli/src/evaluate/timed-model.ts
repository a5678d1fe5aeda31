import type { Model } from "@pami/core"

/** A clock of models that knows how much they have worked. */
export interface ModelClock {
  /** Returns a model whose runs the clock counts. */
  timed(model: Model): Model
  /** Number of forward passes so far. */
  readonly passes: number
  /** Seconds in which at least one run was in progress. */
  readonly seconds: number
  /** Seconds since the clock was started. */
  readonly elapsed: number
}

/** Returns a clock that counts forward passes and the time of them. */
export function modelClock(): ModelClock {
  const started = performance.now()
  let [passes, milliseconds, running, since] = [0, 0, 0, 0]
  return {
    timed: (model) => ({
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
    }),
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
