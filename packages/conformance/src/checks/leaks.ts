import type { Model, Tensor } from "@pami/core"
import { feedsOf } from "../run-fixture.ts"
import type { Check } from "../check.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { countHandles } from "../handles.ts"
import { exact, measureMemory, type MemoryUse } from "../memory.ts"
import { withFixture } from "../fixture-context.ts"

const runs = 500
// After these runs the runtime has allocated everything that it keeps.
const warmUp = 100
// A leak grows steadily, an allocator in steps: so the median growth of several blocks counts.
const blocks = exact ? 1 : 5
// The memory of a process may vary by more than the feeds until it settles. A leak shows in every attempt.
const attempts = 3
// Items of 480 bytes, 60 MiB in 500 runs: less might not show in the memory of a process. If the platform counts memory
// in use, fewer items suffice, which saves time on devices that run few items at once.
const items = exact ? 8 : 256

// A runtime may open a few files or threads late; a handle that every run leaves open exists 500 times.
const fewHandles = runs / 10

/** Checks of resources that 500 runs must release. */
export const leaks: readonly Check[] = [
  {
    name: "handles",
    promise: "500 runs leave no file, timer or thread open",
    async run(context) {
      const isKnown = Object.keys(await countHandles()).length > 0
      if (!isKnown) return "this platform does not report open handles; Node does"
      return withFixture(context, "linear", async (model, fixture) => {
        const { x } = feedsOf(model, fixture, itemsOf(fixture, 1))
        await runMany(model, warmUp, x)
        const before = await countHandles()
        await runMany(model, runs, x)
        for (const [what, now] of Object.entries(await countHandles()))
          if (now - before[what] > fewHandles)
            throw new Error(
              `${before[what]} ${what} were open, ${now} are after ${runs} runs: runs leave them open`,
            )
      })
    },
  },
  {
    name: "tensors-held",
    promise: "500 runs do not change the number of live tensors, if the runtime counts them",
    run: (context) =>
      withFixture(context, "linear", async (model, fixture) => {
        if (model.held === undefined) return "the backend does not count tensors (Model.held)"
        const { x } = feedsOf(model, fixture, itemsOf(fixture, 1))
        await runMany(model, 20, x)
        const before = model.held()
        for (let run = 1; run <= runs; run++) {
          await runMany(model, 1, x)
          const now = model.held()
          if (now !== before)
            throw new Error(
              `the runtime held ${before} tensors, and holds ${now} after ${run} more runs: runs leak tensors`,
            )
        }
      }),
  },
  {
    name: "memory",
    promise: "500 runs leak no memory",
    run: (context) =>
      withFixture(context, "convolution", async (model, fixture) => {
        const count = Math.min(items, model.limits.largestBatch ?? items)
        const { x } = feedsOf(model, fixture, itemsOf(fixture, count))
        await runMany(model, warmUp, x)
        const fed = (runs / blocks) * x.data.byteLength
        // Growth is about 0 without a leak, and about the size of the feeds with a leak of feeds or outputs.
        let leak: [string, number] | undefined
        for (let attempt = 0; attempt < attempts; attempt++) {
          const grown = await usualGrowth(() => runMany(model, runs / blocks, x))
          if (Object.keys(grown).length === 0)
            return "this platform does not report memory; Chromium does on cross-origin isolated pages"
          leak = Object.entries(grown).find(([, bytes]) => bytes > fed / 4)
          if (leak === undefined) return
        }
        const [what, bytes] = leak!
        throw new Error(
          `every ${runs / blocks} runs, with feeds of ${mebibytes(fed)}, make the ${what} grow by ${mebibytes(bytes)}: ` +
            "feeds, outputs or intermediate tensors are not freed",
        )
      }),
  },
]

/** Returns the median growth of each kind of memory per block; empty if the platform does not report memory. */
async function usualGrowth(block: () => Promise<void>): Promise<MemoryUse> {
  const uses = [await measureMemory()]
  if (Object.keys(uses[0]).length === 0) return {}
  for (let i = 0; i < blocks; i++) {
    await block()
    uses.push(await measureMemory())
  }
  return Object.fromEntries(
    Object.keys(uses[0]).map((what) => {
      const grown = uses.slice(1).map((use, i) => use[what] - uses[i][what])
      return [what, grown.sort((a, b) => a - b)[Math.floor(blocks / 2)]]
    }),
  )
}

/** Runs the model repeatedly on equal feeds, each time in new memory. */
async function runMany(model: Model, times: number, { dtype, shape, data }: Tensor): Promise<void> {
  for (let run = 0; run < times; run++) await model.run({ x: { dtype, shape, data: data.slice() } })
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
