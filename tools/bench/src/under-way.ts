import type { Model } from "@pami/core"

/** A model that measures for how long runs of it are under way, one or several at once. */
export function timed(model: Model): { model: Model; readonly milliseconds: number; reset(): void } {
  let milliseconds = 0
  let underWay = 0
  let since = 0
  return {
    model: {
      ...model,
      async run(feeds) {
        if (underWay++ === 0) since = performance.now()
        try {
          return await model.run(feeds)
        } finally {
          if (--underWay === 0) milliseconds += performance.now() - since
        }
      },
    },
    get milliseconds() {
      return milliseconds
    },
    reset() {
      milliseconds = 0
    },
  }
}
