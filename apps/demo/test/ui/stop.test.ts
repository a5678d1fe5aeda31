import { expect, test, vi } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import { prediction, stepOf } from "../fakes/engine.ts"
import { later, never } from "../fakes/worker.ts"
import { fileOf, openedPage, openPage, sample } from "./page.ts"

const other = { target: 1, versus: null }

/** An engine that hangs after the first step of a sweep, unless it is its first sweep. */
function hanging(): Partial<EngineWorker> {
  let sweeps = 0
  return {
    async explain(_settings, chosen, tell) {
      await tell(stepOf(chosen))
      if (++sweeps > 1) await never
    },
    read: () => never,
  }
}

test("Stop ends a sweep that hangs, whatever class was asked for meanwhile, and none begins", async () => {
  const sweeps = vi.fn(async () => {})
  const { state, ...page } = await openedPage({ engines: [hanging(), { explain: sweeps }] })
  void page.explainAgain()
  await expect.poll(() => state.activity.value).toBe("explaining")
  await expect.poll(() => state.snapshot.value).not.toBeNull()
  void page.choose(other)
  await page.stop()
  expect(["idle", "stopped"]).toContain(state.activity.value)
  expect(sweeps).not.toHaveBeenCalled()
})

test("a model opens although a class was asked for of one that hangs", async () => {
  const { state, ...page } = await openedPage({ engines: [hanging()] })
  void page.explainAgain()
  await expect.poll(() => state.activity.value).toBe("explaining")
  await expect.poll(() => state.snapshot.value).not.toBeNull()
  void page.choose(other)
  await page.openFiles([fileOf("mine.onnx")])
  expect([state.facts.value?.name, state.activity.value]).toEqual(["mine.onnx", "done"])
})

test("Stop ends the opening of the first model, which the next question opens", async () => {
  const { state, ...page } = await openPage({ engines: [{ load: () => never }] })
  void page.start(sample)
  await expect.poll(() => state.image.value).not.toBeNull()
  await page.stop()
  expect([state.activity.value, state.facts.value]).toEqual(["idle", null])
  await page.explainAgain()
  expect(state.activity.value).toBe("done")
})

test("Stop ends a model that hangs when it is opened again", async () => {
  const { state, ...page } = await openedPage({ engines: [hanging(), { load: () => never }] })
  void page.explainAgain()
  await expect.poll(() => state.activity.value).toBe("explaining")
  void page.stop()
  await expect.poll(() => state.activity.value, { timeout: 3000 }).toBe("restarting")
  await page.stop()
  expect(state.activity.value).not.toBe("restarting")
  await page.explainAgain()
  expect(state.activity.value).toBe("done")
})

test("a sweep that is stopped before its first pass has no map, and is not said to have one", async () => {
  const { state } = await openedPage({ engines: [{ explain: async () => {} }] })
  expect([state.snapshot.value, state.activity.value]).toEqual([null, "idle"])
})

test("a class that is chosen while the model looks again is explained, without a question to the former sweep", async () => {
  let held: Promise<void> | undefined
  const read = vi.fn(async () => {
    throw { code: "TOO_EARLY", message: "explain first" }
  })
  const { state, ...page } = await openedPage({
    engines: [
      {
        predict: async () => {
          await held
          return prediction
        },
        read,
      },
    ],
  })
  const { promise, resolve } = later()
  held = promise
  const again = page.explainAgain()
  await expect.poll(() => state.activity.value).toBe("predicting")
  await page.choose(other)
  resolve()
  await again
  expect(read).not.toHaveBeenCalled()
  expect(state.view.value).toMatchObject(other)
  expect(state.messages.value).toEqual([])
})
