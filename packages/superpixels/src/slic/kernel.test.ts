import { afterEach, expect, test, vi } from "vitest"
import { compiledKernel } from "../../compile-assembly.ts"
import { kernelBytes } from "./kernel-bytes.ts"
import { fastestAssigner, kernelAssigner } from "./kernel.ts"
import { assigner } from "./assign.ts"

afterEach(() => {
  vi.unstubAllGlobals()
})

test("the committed kernel is what its source compiles to", async () => {
  expect(kernelBytes).toBe(await compiledKernel())
})

test("without WebAssembly, or where a policy forbids it, the double in TypeScript does the work", () => {
  function forbidden(): never {
    throw new WebAssembly.CompileError("violates the content security policy")
  }
  vi.stubGlobal("WebAssembly", { ...WebAssembly, Module: forbidden })
  expect(kernelAssigner()).toBeUndefined()
  vi.stubGlobal("WebAssembly", undefined)
  expect(fastestAssigner()).toBe(assigner)
})

test("the memory of a huge input is not kept", () => {
  let huge = 0
  const kernel = kernelAssigner(() => huge++)
  expect(kernel?.allocate(1e6).byteLength).toBeGreaterThanOrEqual(1e6)
  expect(huge).toBe(0)
  expect(kernel?.allocate(1e8).byteLength).toBeGreaterThanOrEqual(1e8)
  expect(huge).toBe(1)
})
