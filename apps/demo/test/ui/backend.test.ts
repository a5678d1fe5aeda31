import { expect, test } from "vitest"
import type { EngineWorker } from "../../src/engine/contract.ts"
import { stepOf } from "../fakes/engine.ts"
import { never } from "../fakes/worker.ts"
import { openedPage } from "./page.ts"

test("of two backends that are chosen one after the other the last one stays", async () => {
  const { state, ...page } = await openedPage({ engines: [{}, { load: () => never }] })
  const first = page.changeBackend("tfjs:wasm")
  await new Promise((resolve) => setTimeout(resolve, 50))
  await Promise.all([first, page.changeBackend("tfjs:cpu")])
  expect([state.backend.value, state.facts.value?.backend]).toEqual(["tfjs:cpu", "tfjs:cpu"])
})

test("a backend that is not there leaves the one in use, also after another choice", async () => {
  const unavailable: Partial<EngineWorker> = {
    load: async () => {
      throw { code: "BACKEND_UNAVAILABLE", message: "no WebGPU" }
    },
  }
  const { state, ...page } = await openedPage({ engines: [{}, {}, { load: () => never }, unavailable] })
  await page.changeBackend("tfjs:wasm")
  const slow = page.changeBackend("tfjs:cpu")
  await new Promise((resolve) => setTimeout(resolve, 50))
  await Promise.all([slow, page.changeBackend("tfjs:webgpu")])
  expect([state.backend.value, state.facts.value?.backend]).toEqual(["tfjs:wasm", "tfjs:wasm"])
  expect(state.messages.value).toMatchObject([{ code: "BACKEND_UNAVAILABLE" }])
})

test("after a comparison of runtimes, however it ends, the model is open on the chosen one", async () => {
  const { state, workers, ...page } = await openedPage({
    engines: [{}, { explain: async (_s, chosen, tell) => (await tell(stepOf(chosen)), never) }],
  })
  page.chooseAxis("backend")
  void page.compare()
  await expect.poll(() => state.facts.value?.backend).toBe("onnxruntime-web:wasm")
  await page.stopComparing()
  expect(state.facts.value?.backend).toBe("auto")
  await page.compare()
  expect(page.variants.value.map(({ state }) => state)).toEqual(["done", "done"])
  expect([state.facts.value?.backend, state.activity.value]).toEqual(["auto", "done"])
  // None that was given up came back.
  expect(workers.engine.filter(({ isTerminated }) => !isTerminated)).toHaveLength(1)
})

test("a map that is skipped while its model opens, or looks, ends there, and the next one is drawn", async () => {
  const { state, ...page } = await openedPage({ engines: [{}, { load: () => never }] })
  page.chooseAxis("backend")
  const compared = page.compare()
  await expect.poll(() => page.variants.value[0]?.state).toBe("running")
  await page.skip()
  await compared
  expect(page.variants.value.map(({ state }) => state)).toEqual(["failed", "done"])
  expect(state.activity.value).toBe("done")
})
