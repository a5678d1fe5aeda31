import { closeSync, openSync } from "node:fs"
import type { Tensors } from "@pami/core"
import { type Broken, mapData, withModel } from "./broken.ts"

// Integers stay as they are: other checks catch defects in exact numbers.
const nudge = (value: number) => (Number.isInteger(value) ? value : value * (1 + 2 ** -23))

const itemCount = (tensors: Tensors) => Object.values(tensors)[0].shape[0]

/** Returns the reference backend with changed outputs in a batch after a larger one of the preferred size. */
function changingPartial(change: (outputs: Tensors, count: number) => Tensors) {
  return withModel(({ run }) => {
    let before = 0
    return {
      async run(feeds) {
        const outputs = await run(feeds)
        const count = itemCount(outputs)
        const isPartial = count > 1 && before === 8 && count < before
        before = count
        return isPartial ? change(outputs, count) : outputs
      },
    }
  })
}

export const bits: readonly Broken[] = [
  {
    defect: "changes the last bits in batches",
    create: withModel(({ run }) => ({
      run: async (feeds) =>
        mapData(await run(feeds), (data, [count]) => (count > 1 ? data.map(nudge) : data)),
    })),
    fails: ["bits-in-batches", "partial-batch"],
    says: '"linear": in a batch of 2, 2 of 2 rows differ from the outputs of the same items alone, row 0 by ',
  },
  {
    defect: "changes the last bits in every second run",
    create: withModel(({ run }) => {
      let runs = 0
      return {
        run: async (feeds) =>
          mapData(await run(feeds), (data) => (++runs % 2 === 0 ? data.map(nudge) : data)),
      }
    }),
    fails: ["same-bits-again"],
    says: "run twice on the same 7 items, gives other outputs for item 0 the second time",
  },
  {
    defect: "gets the rows of a batch wrong from row 8 on",
    create: withModel(({ run }) => ({
      run: async (feeds) =>
        mapData(await run(feeds), (data, [count]) =>
          data.map((value, i) => (i >= (8 * data.length) / count ? 1 : value)),
        ),
    })),
    fails: ["bits-in-batches"],
    says: "in a batch of 9, all rows from 8 on differ from the outputs of the same items alone",
  },
  {
    defect: "leaves zeros in the last rows of a batch after a larger one",
    create: changingPartial((outputs, count) =>
      mapData(outputs, (data) => data.map((value, i) => (i < data.length / count ? value : 0))),
    ),
    fails: ["partial-batch"],
    says: '"linear": in a batch of 4 after one of 8, row 1 is all zeros',
  },
  {
    defect: "omits the last row of a batch after a larger one",
    create: changingPartial((outputs, count) =>
      Object.fromEntries(
        Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
          const kept = data.slice(0, (data.length / count) * (count - 1))
          return [name, { dtype, shape: [count - 1, ...shape.slice(1)], data: kept }]
        }),
      ),
    ),
    fails: ["partial-batch"],
    says: 'for 4 items output "y" has 3 rows',
  },
  {
    defect: "returns earlier outputs for feeds with the same sum",
    create: withModel(({ run, dispose }) => {
      const answers = new Map<string, Tensors>()
      return {
        async run(feeds) {
          const sums = Object.values(feeds).map(({ data, shape }) =>
            [shape, Array.from(data as Float32Array).reduce((sum, value) => sum + value, 0)].join(" "),
          )
          const key = sums.join()
          const answer = answers.get(key) ?? (await run(feeds))
          answers.set(key, answer)
          return structuredClone(answer)
        },
        async dispose() {
          answers.clear()
          await dispose()
        },
      }
    }),
    fails: ["own-answers"],
    says: "for 1, 2, 3, 4 and then 1, 3, 2, 4 alone, the model gives the same outputs",
  },
  {
    defect: "leaves a file open in every run",
    create: withModel(({ run, dispose }) => {
      const files: number[] = []
      return {
        run(feeds) {
          files.push(openSync(new URL(import.meta.url), "r"))
          return run(feeds)
        },
        async dispose() {
          for (const file of files.splice(0)) closeSync(file)
          await dispose()
        },
      }
    }),
    fails: ["handles"],
    says: "after 500 runs: runs leave them open",
  },
  {
    defect: "leaves a timer in every run",
    create: withModel(({ run, dispose }) => {
      const timers: ReturnType<typeof setInterval>[] = []
      return {
        run(feeds) {
          timers.push(setInterval(() => {}, 60_000))
          return run(feeds)
        },
        async dispose() {
          for (const timer of timers.splice(0)) clearInterval(timer)
          await dispose()
        },
      }
    }),
    fails: ["handles"],
    says: "handles of the event loop were open, ",
  },
  {
    defect: "hangs in a run of seven items",
    timeout: 500,
    create: withModel(({ run }) => ({
      run: (feeds) => (feeds["x"]?.shape[0] === 7 ? new Promise(() => {}) : run(feeds)),
    })),
    fails: ["free-batch"],
    says: "a run of 7 items did not finish within 0.5 s: it hangs",
  },
]
