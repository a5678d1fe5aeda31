import { type Feeds, type Model, PamiError } from "@pami/core"
import { type Broken, load, mapData, withLoad, withModel } from "./broken.ts"

let latest: Model | undefined

export const life: readonly Broken[] = [
  {
    defect: "mixes up concurrent runs",
    create: withModel(({ run }) => {
      let current: Feeds
      return {
        async run(feeds) {
          current = feeds
          await undefined
          return run(current)
        },
      }
    }),
    fails: ["concurrent-runs"],
    says: "run 0 gives",
  },
  {
    defect: "always runs the model that was loaded last",
    create: withLoad(async (source) => {
      const model = await load(source)
      latest = model
      return { ...model, run: (feeds) => (latest ?? model).run(feeds) }
    }),
    fails: ["two-models"],
    says: "was not fed",
  },
  {
    defect: "ignores dispose",
    create: withModel(() => ({ async dispose() {} })),
    fails: ["run-after-dispose"],
    says: "a run after dispose is accepted; expected a PamiError with the code MODEL_DISPOSED",
  },
  {
    defect: "fails at a second dispose",
    create: withModel(({ dispose }) => {
      let disposed = false
      return {
        async dispose() {
          if (disposed) throw new TypeError("session is undefined")
          disposed = true
          await dispose()
        },
      }
    }),
    fails: ["dispose-twice"],
    says: 'a second dispose fails with TypeError "session is undefined"',
  },
  {
    defect: "frees the memory of a run in progress",
    create: withModel(({ run, dispose }) => {
      let freed = false
      return {
        async run(feeds) {
          const outputs = await run(feeds)
          await new Promise((resolve) => setTimeout(resolve, 0))
          return freed ? mapData(outputs, (data) => data.fill(0)) : outputs
        },
        async dispose() {
          freed = true
          await dispose()
        },
      }
    }),
    fails: ["dispose-in-flight"],
    says: "its memory was freed too soon",
  },
  {
    defect: "is unusable after an aborted sweep",
    create: withModel(({ run }) => {
      let runs = 0
      return {
        run(feeds) {
          // Only a sweep runs batches of this size.
          if ((feeds["x"]?.shape[0] ?? 0) === 8) runs++
          if (runs >= 2 && feeds["x"].shape[0] === 1)
            throw new PamiError("MODEL_FAILED", "the queue is closed")
          return run(feeds)
        },
      }
    }),
    fails: ["abort"],
    says: "the queue is closed",
  },
]
