import { afterEach, expect, test, vi } from "vitest"
import { presence } from "./devices.ts"

afterEach(() => vi.unstubAllGlobals())

const card = { info: { vendor: "nvidia", architecture: "", isFallbackAdapter: false } }

/** A platform that answers so, one time after the other, whoever asks for a graphics adapter. */
function platform(...given: (object | null)[]): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => given.shift() ?? null } })
}

test("a graphics card that is there a moment later is found", async () => {
  platform(null, card)
  expect(await presence("webgpu")).toEqual({ present: true, adapter: "nvidia", software: false })
})

test("where there is none, and where there is no WebGPU, it says so", async () => {
  platform(null, null)
  expect(await presence("webgpu")).toEqual({ present: false, reason: "WebGPU finds no graphics adapter" })
  vi.stubGlobal("navigator", {})
  expect(await presence("webgpu")).toMatchObject({
    present: false,
    reason: expect.stringMatching(/no WebGPU/),
  })
})
