import { afterEach, expect, test, vi } from "vitest"
import { presence } from "./devices.ts"

afterEach(() => vi.unstubAllGlobals())

const card = { info: { vendor: "nvidia", architecture: "", isFallbackAdapter: false } }

/** A platform that returns these adapters, one for each request. */
function platform(...given: (object | null)[]): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => given.shift() ?? null } })
}

test("a GPU adapter that appears a moment later is found", async () => {
  platform(null, card)
  expect(await presence("webgpu")).toEqual({ present: true, adapter: "nvidia", software: false })
})

test("without an adapter, or without WebGPU, there is a reason", async () => {
  platform(null, null)
  expect(await presence("webgpu")).toEqual({ present: false, reason: "WebGPU finds no graphics adapter" })
  vi.stubGlobal("navigator", {})
  expect(await presence("webgpu")).toMatchObject({
    present: false,
    reason: expect.stringMatching(/no WebGPU/),
  })
})
