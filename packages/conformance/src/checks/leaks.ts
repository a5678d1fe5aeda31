import type { Model, Tensor } from "@pami/core"
import { feedsOf } from "../answers.ts"
import type { Check } from "../check.ts"
import { itemsOf } from "../fixtures/fixture.ts"
import { countHandles } from "../handles.ts"
import { exact, measureMemory, type MemoryUse } from "../memory.ts"
import { withFixture } from "../workbench.ts"

const runs = 500
// So many that the runtime has what it keeps, and garbage has been collected.
const warmUp = 100
// A leak grows all the time, what an allocator keeps by fits and starts: the growth of most blocks is looked at.
const blocks = exact ? 1 : 5
// What a process holds may swing by more than is fed while it settles. A leak is there at every attempt.
const attempts = 3
// Of 480 bytes, 60 MiB in 500 runs: less might not show among what a process holds. Where what is in use is counted it
// does, and devices that run a few items at a time are done sooner.
const items = exact ? 8 : 256

// A runtime may open a few files or threads late; what every run leaves open is there 500 times.
const fewHandles = runs / 10

/** Checks of what 500 runs leave behind. */
export const leaks: readonly Check[] = [
  {
    name: "handles",
    promise: "500 runs leave no file, timer or thread open",
    async run(workbench) {
      const told = Object.keys(await countHandles()).length > 0
      if (!told) return "this platform does not tell what is open; Node does"
      return withFixture(workbench, "linear", async (model, fixture) => {
        const { x } = feedsOf(model, fixture, itemsOf(fixture, 1))
        await runMany(model, warmUp, x)
        const before = await countHandles()
        await runMany(model, runs, x)
        for (const [what, now] of Object.entries(await countHandles()))
          if (now - before[what] > fewHandles)
            throw new Error(
              `${before[what]} ${what} were open, ${runs} runs later ${now} are: runs leave them open`,
            )
      })
    },
  },
  {
    name: "tensors-held",
    promise: "the runtime holds as many tensors after 500 runs as before, where it counts them",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model, fixture) => {
        if (model.held === undefined) return "the backend does not count tensors (Model.held)"
        const { x } = feedsOf(model, fixture, itemsOf(fixture, 1))
        await runMany(model, 20, x)
        const before = model.held()
        for (let run = 1; run <= runs; run++) {
          await runMany(model, 1, x)
          const now = model.held()
          if (now !== before)
            throw new Error(
              `the runtime held ${before} tensors, ${run} runs later it holds ${now}: runs leave tensors behind`,
            )
        }
      }),
  },
  {
    name: "memory",
    promise: "500 runs leave no memory behind",
    run: (workbench) =>
      withFixture(workbench, "convolution", async (model, fixture) => {
        const count = Math.min(items, model.limits.largestBatch ?? items)
        const { x } = feedsOf(model, fixture, itemsOf(fixture, count))
        await runMany(model, warmUp, x)
        const fed = (runs / blocks) * x.data.byteLength
        // Without a leak it is about 0; with one of feeds or outputs, about what was fed.
        let leak: [string, number] | undefined
        for (let attempt = 0; attempt < attempts; attempt++) {
          const grown = await usualGrowth(() => runMany(model, runs / blocks, x))
          if (Object.keys(grown).length === 0)
            return "this platform does not tell how much memory is used; a browser does for pages isolated from other origins"
          leak = Object.entries(grown).find(([, bytes]) => bytes > fed / 4)
          if (leak === undefined) return
        }
        const [what, bytes] = leak!
        throw new Error(
          `every ${runs / blocks} runs, which are fed ${mebibytes(fed)}, make the ${what} grow by ${mebibytes(bytes)}: ` +
            "feeds, outputs or what lies between are not freed",
        )
      }),
  },
]

/** Median, for each use of memory, of what it grows by from block to block; nothing where the platform does not tell. */
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

/** Feeds the same numbers again and again, each time in memory of their own. */
async function runMany(model: Model, times: number, { dtype, shape, data }: Tensor): Promise<void> {
  for (let run = 0; run < times; run++) await model.run({ x: { dtype, shape, data: data.slice() } })
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
