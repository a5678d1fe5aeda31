import type { Model, PamiError, Tensor } from "@pami/core"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { firsts, inputs, numbered, unavailable } from "../../test/function-backend.ts"
import { type CallRules, functionBackend } from "../function-backend.ts"

/** Returns the result of a run, or its error, after all timers have fired. */
async function settled<Result>(result: Promise<Result>): Promise<Result | PamiError> {
  const end = result.catch((error: PamiError) => error)
  await vi.runAllTimersAsync()
  return end
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test("a batch is cut into calls, of which as many as allowed are in progress", async () => {
  let now = 0
  const seen: number[] = []
  const sizes: number[] = []
  const backend = functionBackend(
    async ({ x }) => {
      seen.push(++now)
      sizes.push(x.shape[0])
      // The later calls are answered first.
      await new Promise((answer) => setTimeout(answer, 100 - x.data[0]))
      now--
      return firsts(x.data)
    },
    { inputs, itemsPerCall: 3, concurrency: 2 },
  )
  const model = await backend.load("1")
  const [first, second] = (await settled(
    Promise.all([model.run(numbered(10)), model.run(numbered(2))]),
  )) as Awaited<ReturnType<Model["run"]>>[]
  expect(first.scores).toEqual({
    dtype: "float32",
    shape: [10, 1],
    data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  })
  expect(second.scores.data).toEqual(Float32Array.of(0, 1))
  expect(sizes).toEqual([3, 3, 3, 1, 2])
  await settled(model.run(numbered(10)))
  expect(Math.max(...seen)).toBe(2)
})

test("calls of all runs start evenly spaced, retries included", async () => {
  const start = Date.now()
  const starts: number[] = []
  const backend = functionBackend(
    ({ x }) => {
      if (starts.push(Date.now() - start) === 2) throw unavailable()
      return firsts(x.data)
    },
    {
      inputs,
      itemsPerCall: 1,
      concurrency: 4,
      callsPerSecond: 2,
      retries: 1,
      retryDelay: 0,
    },
  )
  const model = await backend.load("1")
  await settled(Promise.all([model.run(numbered(3)), model.run(numbered(1))]))
  expect(starts).toEqual([0, 500, 1000, 1500, 2000])
})

test("calls that a failed run has not started do not delay other runs", async () => {
  const start = Date.now()
  const starts: number[] = []
  const backend = functionBackend(
    ({ x }) => {
      if (starts.push(Date.now() - start) === 1) throw unavailable()
      return firsts(x.data)
    },
    { inputs, itemsPerCall: 1, concurrency: 2, callsPerSecond: 1 },
  )
  const model = await backend.load("1")
  const failing = model.run(numbered(30)).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(1)
  await failing
  await settled(model.run(numbered(2)))
  expect(starts).toEqual([0, 1000, 2000])
})

test("a failed call is retried, each time after twice as long, up to a minute", async () => {
  const start = Date.now()
  const starts: number[] = []
  const backend = functionBackend(
    ({ x }) => {
      if (starts.push((Date.now() - start) / 1000) < 9) throw unavailable()
      return firsts(x.data)
    },
    { inputs, retries: 8 },
  )
  const outputs = await settled((await backend.load("1")).run(numbered(2)))
  expect(outputs).toMatchObject({ scores: { data: Float32Array.of(0, 1) } })
  expect(starts).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
})

test("the error after the last retry names the items, the attempts and the reason", async () => {
  const cause = unavailable()
  const compute = vi.fn(async ({ x }: { x: Tensor }) => {
    if (x.data[0] === 2) throw cause
    return firsts(x.data as Float32Array)
  })
  const backend = functionBackend(compute, { inputs, itemsPerCall: 2, retries: 2 })
  expect(await settled((await backend.load("1")).run(numbered(7)))).toMatchObject({
    code: "MODEL_FAILED",
    message: "the function failed 3 times, the last time on items 3 to 4 of 7 (x [2, 4]): HTTP 503",
    cause,
  })
  // The fourth call is never made.
  expect(compute).toHaveBeenCalledTimes(4)
})

test("shouldRetry decides whether to retry, retryDelay when", async () => {
  const start = Date.now()
  const starts: number[] = []
  const backend = functionBackend(
    () => {
      starts.push(Date.now() - start)
      throw starts.length < 3 ? unavailable() : new Error("HTTP 401")
    },
    { inputs, retries: 9, retryDelay: 70, shouldRetry: ({ message }) => message !== "HTTP 401" },
  )
  const error = await settled((await backend.load("1")).run(numbered(1)))
  expect(error).toMatchObject({ code: "MODEL_FAILED", message: expect.stringContaining("HTTP 401") })
  expect(starts).toEqual([0, 70, 210])
})

test("a bug in the function is not retried", async () => {
  const compute = vi.fn(() => (undefined as unknown as number[][]).map(() => [1]))
  const backend = functionBackend(compute, { inputs, retries: 3 })
  expect(await settled((await backend.load("1")).run(numbered(1)))).toMatchObject({
    code: "MODEL_FAILED",
    cause: expect.any(TypeError),
  })
  expect(compute).toHaveBeenCalledTimes(1)
})

test("a call without an answer in time has failed, and its signal aborts", async () => {
  const signals: AbortSignal[] = []
  const backend = functionBackend(
    ({ x }, { signal }) => {
      return signals.push(signal) === 1 ? new Promise<never>(() => {}) : firsts(x.data)
    },
    { inputs, timeout: 300, retries: 1 },
  )
  const model = await backend.load("1")
  expect(await settled(model.run(numbered(2)))).toMatchObject({ scores: { shape: [2, 1] } })
  expect(signals[0].aborted).toBe(true)

  const silent = functionBackend(() => new Promise<never>(() => {}), { inputs, timeout: 300 })
  expect(await settled((await silent.load("1")).run(numbered(2)))).toMatchObject({
    code: "MODEL_FAILED",
    message: "the function failed on items 1 to 2 of 2 (x [2, 4]): no answer within 300 ms",
  })
})

test("a timeout of months is longer than a second", async () => {
  const backend = functionBackend(
    async ({ x }) => {
      await new Promise((answer) => setTimeout(answer, 1000))
      return firsts(x.data)
    },
    { inputs, timeout: 1e10 },
  )
  expect(await settled((await backend.load("1")).run(numbered(1)))).toMatchObject({ scores: {} })
})

test.each([
  ["in progress", {}],
  ["between two attempts", { retries: 5 }],
  ["for their turn", { concurrency: 3, callsPerSecond: 0.001 }],
])("dispose stops calls that wait: %s", async (_, rules: CallRules) => {
  const signals: AbortSignal[] = []
  const backend = functionBackend(
    (_, { signal }) => {
      signals.push(signal)
      if (rules.retries) throw unavailable()
      return new Promise<never>((_, reject) => signal.addEventListener("abort", reject))
    },
    { inputs, itemsPerCall: 1, ...rules },
  )
  const model = await backend.load("1")
  const run = model.run(numbered(3)).catch((error: PamiError) => error)
  await vi.advanceTimersByTimeAsync(10)
  expect(signals.length).toBe(1)
  await Promise.all([model.dispose(), model.dispose()])
  expect(await run).toMatchObject({ code: "MODEL_DISPOSED" })
  expect(signals[0].aborted).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
  await model.dispose()
  await expect(model.run(numbered(1))).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
  expect(signals.length).toBe(1)
  // Another model of the same backend still runs.
  const other = (await backend.load("2")).run(numbered(1)).catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10)
  expect(signals.length).toBe(2)
  void other
})
