import type { Model } from "@pami/core"
import type { Check } from "../check.ts"
import { measureMemory, measurements, type MemoryUse } from "../memory.ts"
import { withFixture } from "../workbench.ts"

const runs = 500
// So many that the runtime has what it keeps, and garbage has been collected.
const warmUp = 100
// Of four numbers each: 128 KiB a run, 62.5 MiB in all, which would show.
const items = 8192

/** Checks of what 500 runs leave behind. */
export const leaks: readonly Check[] = [
  {
    name: "tensors-held",
    promise: "the runtime holds as many tensors after 500 runs as before, where it counts them",
    run: (workbench) =>
      withFixture(workbench, "linear", async (model) => {
        if (model.held === undefined) return "the backend does not count tensors (Model.held)"
        await runMany(model, 20, 1)
        const before = model.held()
        for (let run = 1; run <= runs; run++) {
          await runMany(model, 1, 1)
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
      withFixture(workbench, "linear", async (model) => {
        const count = Math.min(items, model.limits.largestBatch ?? items)
        await runMany(model, warmUp, count)
        const uses = [await measureMemory()]
        const counted = Object.keys(uses[0])
        if (counted.length === 0) return "this platform does not tell how much memory is used"
        for (let block = 0; block < measurements; block++) {
          await runMany(model, runs / measurements, count)
          uses.push(await measureMemory())
        }
        const fed = (runs / measurements) * count * 4 * 4
        for (const what of counted) {
          const grown = usualGrowth(uses, what)
          // Without a leak it is about 0; with one of feeds or outputs, about what was fed.
          if (grown > fed / 4)
            throw new Error(
              `every ${runs / measurements} runs, which are fed ${mebibytes(fed)}, make the ${what} grow by ${mebibytes(grown)}: ` +
                "feeds, outputs or what lies between are not freed",
            )
        }
      }),
  },
]

/** Median of what the use grew by from block to block. */
function usualGrowth(uses: readonly MemoryUse[], what: string): number {
  const grown = uses.slice(1).map((use, i) => use[what] - uses[i][what])
  return grown.sort((a, b) => a - b)[Math.floor(measurements / 2)]
}

async function runMany(model: Model, times: number, count: number): Promise<void> {
  for (let run = 0; run < times; run++)
    await model.run({
      x: { dtype: "float32", shape: [count, 4], data: new Float32Array(4 * count).fill(run) },
    })
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
