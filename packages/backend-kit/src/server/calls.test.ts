import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { apiError } from "./api-error.ts"
import { createCalls } from "./calls.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const rules = { concurrency: 2, callsPerSecond: Infinity, retries: 3, retryDelay: 1 }
const limited = (retryAfter: number) =>
  apiError("API_RATE_LIMITED", "slower", { data: { status: 429, retryAfter } })

test("when a server asks one call to wait, all wait", async () => {
  const call = createCalls(rules)
  const asked: string[] = []
  const ask = (name: string) =>
    call(async () => {
      asked.push(name)
      if (asked.length === 1) throw limited(5_000)
      return name
    })
  const first = ask("first")
  await vi.advanceTimersByTimeAsync(10)
  const second = ask("second")
  await vi.advanceTimersByTimeAsync(4_900)
  expect(asked).toEqual(["first"])
  await vi.advanceTimersByTimeAsync(200)
  expect(await Promise.all([first, second])).toEqual(["first", "second"])
  expect(asked).toHaveLength(3)
})

test("calls are spaced as the rules say, retries included", async () => {
  const call = createCalls({ ...rules, concurrency: 8, callsPerSecond: 2 })
  let asked = 0
  const all = Promise.all(Array.from({ length: 4 }, () => call(async () => asked++)))
  await vi.advanceTimersByTimeAsync(10)
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toBe(3)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await all).toEqual([0, 1, 2, 3])
})

test("stopping ends a pause at once", async () => {
  const call = createCalls(rules)
  const stop = new AbortController()
  let asked = 0
  const stopped = call(
    async () => {
      asked++
      throw limited(60_000)
    },
    { signal: stop.signal },
  ).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(100)
  stop.abort(new Error("enough"))
  expect(await stopped).toMatchObject({ code: "ABORTED" })
  expect(asked).toBe(1)
})
