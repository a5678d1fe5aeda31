import { expect, test } from "vitest"
import { functionModel, noise, plainInput } from "../../test/fixtures.ts"
import { classProbability, explain, slidingWindow } from "../index.ts"

const units = [12, 15]
const options = (onRun: () => void) => ({
  model: functionModel(units, (item) => [item[0], item[1]], { onRun }),
  input: plainInput(units, noise(180, 8)),
  target: classProbability({ activation: "softmax" }),
  partitioner: slidingWindow({ radius: 4, stride: 2 }),
  batch: 1,
})

test("whatever waits for the thread has its turn between two runs of a model that never pauses", async () => {
  let [turns, run, behind] = [0, 0, 0]
  let sweeping = true
  const others = () => {
    turns++
    if (sweeping) setImmediate(others)
  }
  setImmediate(others)
  let last = -1
  await explain(
    options(() => {
      if (run++ > 0 && turns === last) behind++
      last = turns
    }),
  )
  sweeping = false
  expect(run).toBeGreaterThan(40)
  expect(behind).toBe(0)
})

test("a signal that a timer sets ends a sweep within one run", async () => {
  let runs = 0
  const controller = new AbortController()
  const attempt = explain({
    ...options(() => {
      // The timer is due at once; nothing but a turn of the loop lets it come.
      if (++runs === 10) setTimeout(() => controller.abort(), 0)
      if (runs >= 10) for (const start = Date.now(); Date.now() < start + 3;) continue
    }),
    signal: controller.signal,
  })
  await expect(attempt).rejects.toMatchObject({ code: "ABORTED" })
  expect(runs).toBeLessThanOrEqual(12)
})
