import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import { classProbability, explain, grid, PamiError, sweep } from "../index.ts"
import type { Input, Model, Partition, Partitioner, Scored } from "../index.ts"

const units = [20]
const input = plainInput(units, noise(20, 1).map(Math.abs))
const model = functionModel(units, (item) => [item.reduce((sum, value) => sum + value, 0) / 20])
const target = classProbability({ labels: 1, activation: "none" })
const cells = grid({ size: 5, shift: 5 })
const unknown = (partitioner: Partitioner): Partitioner => ({ ...partitioner, total: () => null })

/** A partitioner that yields the cells, then fails. */
const endingWith = (end: (scored: Scored) => Promise<void> | never): Partitioner => ({
  ...unknown(cells),
  async *partitions(whole): AsyncGenerator<Partition, void, Scored> {
    let scored: Scored | undefined
    for await (const partition of cells.partitions(whole)) scored = yield partition
    await end(scored!)
  },
})

test("any error of a partitioner, after passes, keeps them", async () => {
  for (const error of [new Error("lost"), new PamiError("FILE_NOT_FOUND", "lost")]) {
    const attempt = explain({
      model,
      input,
      target,
      partitioner: endingWith(() => Promise.reject(error)),
      batch: 2,
    })
    await expect(attempt).rejects.toMatchObject({
      code: "PARTITION_FAILED",
      message: "after 4 passes: cutting failed: lost",
      cause: error,
      partial: { passes: 4, complete: false },
    })
  }
})

test("an error before the first pass is left as it is", async () => {
  const none: Partitioner = {
    ...cells,
    partitions: () => ({
      [Symbol.iterator]: () => ({
        next: () => {
          throw new RangeError("too wide")
        },
      }),
    }),
  }
  await expect(explain({ model, input, target, partitioner: none })).rejects.toThrow(
    new RangeError("too wide"),
  )
})

test("a run that fails while a partitioner waits for its scores is an error of the model", async () => {
  let runs = 0
  const dying: Model = {
    ...model,
    run(feeds) {
      // Three runs of the preflight alone and one of two items, then two of the sweep.
      if (++runs > 5) throw new Error("lost")
      return model.run(feeds)
    },
  }
  const waiting = endingWith(async (scored) => void (await scored()))
  const attempt = explain({ model: dying, input, target, partitioner: waiting, batch: 3 })
  await expect(attempt).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: "after 3 passes: lost",
    partial: { passes: 3 },
  })
})

test("the first run of a sweep that fails has no pass to keep", async () => {
  let runs = 0
  const dying: Model = {
    ...model,
    run(feeds) {
      if (++runs > 4) throw new Error("lost")
      return model.run(feeds)
    },
  }
  const error = await explain({ model: dying, input, target, partitioner: cells, batch: 2 }).catch(
    (one: unknown) => one,
  )
  expect(error).toMatchObject({ code: "MODEL_FAILED", message: "after 0 passes: lost" })
  expect((error as PamiError).partial).toBe(undefined)
})

test("a stop that makes a partitioner fail is reported as a stop", async () => {
  const signal = { aborted: false }
  const stopped = endingWith(() => {
    signal.aborted = true
    throw new Error("segmenter was ended")
  })
  const attempt = explain({ model, input, target, partitioner: stopped, signal, batch: 2 })
  await expect(attempt).rejects.toMatchObject({
    code: "ABORTED",
    message: "stopped after 4 forward passes",
    partial: { passes: 4 },
  })
})

test("a stop during the checks ends them, one before them opens nothing", async () => {
  const signal = { aborted: false, reason: "enough" }
  let runs = 0
  const watched: Model = {
    ...model,
    run(feeds) {
      signal.aborted = ++runs === 2
      return model.run(feeds)
    },
  }
  const error = await explain({ model: watched, input, target, partitioner: cells, signal }).catch(
    (one: unknown) => one,
  )
  expect(error).toMatchObject({ code: "ABORTED", message: "stopped after 0 forward passes", cause: "enough" })
  expect((error as PamiError).partial).toBe(undefined)
  expect(runs).toBe(2)
  const untouched: Input = {
    ...input,
    open: () => {
      throw new Error("opened")
    },
  }
  const attempt = explain({ model, input: untouched, target, partitioner: cells, signal: { aborted: true } })
  await expect(attempt).rejects.toMatchObject({ code: "ABORTED" })
})

test("a partitioner is closed when the passes are spent, and when nobody listens any more", async () => {
  let closed = 0
  const closing: Partitioner = {
    ...cells,
    *partitions(whole) {
      try {
        yield* grid({ size: 5, shift: 1 }).partitions(whole) as Iterable<Partition>
      } finally {
        closed++
      }
    },
  }
  await explain({ model, input, target, partitioner: closing, passes: 3 })
  expect(closed).toBe(1)
  for await (const { passes } of sweep({ model, input, target, partitioner: closing, batch: 1 }))
    if (passes === 2) break
  expect(closed).toBe(2)
})

test("a listener that throws ends the sweep, once the runs in progress are done", async () => {
  let [begun, done] = [0, 0]
  const slow: Model = {
    ...model,
    limits: { preferredBatch: 1, preferredRuns: 3 },
    async run(feeds) {
      begun++
      await new Promise((resolve) => void setTimeout(resolve, 5))
      done++
      return model.run(feeds)
    },
  }
  const onProgress = ({ passes }: { passes: number }) => {
    if (passes === 1) throw new Error("listener")
  }
  const attempt = explain({ model: slow, input, target, partitioner: cells, batch: 1, onProgress })
  await expect(attempt).rejects.toThrow("listener")
  expect(done).toBe(begun)
})

test("a model verifies itself after the sweep; if it fails, the passes are kept but not complete", async () => {
  let runs = 0
  const checked: number[] = []
  const watched: Model = {
    ...model,
    run(feeds) {
      runs++
      return model.run(feeds)
    },
    check: async () => void checked.push(runs),
  }
  await explain({ model: watched, input, target, partitioner: cells })
  expect(checked).toEqual([runs])
  const broken: Model = {
    ...model,
    check: () => Promise.reject(new PamiError("SERVER_BROKEN", "it changed")),
  }
  await expect(explain({ model: broken, input, target, partitioner: cells })).rejects.toMatchObject({
    code: "SERVER_BROKEN",
    message: "after 4 passes: it changed",
    partial: { passes: 4, complete: false },
  })
})
