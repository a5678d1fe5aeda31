import { afterEach, expect, test, vi } from "vitest"
import { compiledKernel } from "../../compile-assembly.ts"
import { assigner } from "./assign.ts"
import { kernelBytes } from "./kernel-bytes.ts"
import { fastestAssigner, kernelAssigner } from "./kernel.ts"

afterEach(() => {
  vi.unstubAllGlobals()
})

test("the committed kernel equals its compiled source", async () => {
  expect(kernelBytes).toBe(await compiledKernel())
})

test("without WebAssembly, or if a policy forbids it, the TypeScript double is used", () => {
  function forbidden(): never {
    throw new WebAssembly.CompileError("violates the content security policy")
  }
  vi.stubGlobal("WebAssembly", { ...WebAssembly, Module: forbidden })
  expect(kernelAssigner()).toBeUndefined()
  vi.stubGlobal("WebAssembly", undefined)
  expect(fastestAssigner()).toBe(assigner)
})
