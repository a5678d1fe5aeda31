import { expect, test } from "vitest"
import { available } from "../src/index.ts"

const { gpu } = navigator
const there = await gpu?.requestAdapter()

// As in Chromium, soon after its start.
test.runIf(there)("a GPU adapter that appears a moment later is found", async () => {
  const { requestAdapter } = gpu
  let asked = 0
  gpu.requestAdapter = async (options) => (asked++ === 0 ? null : requestAdapter.call(gpu, options))
  expect(await available("webgpu")).toMatchObject({ usable: true })
  expect(asked).toBeGreaterThan(1)
})
