import { expect, test } from "vitest"
import { compileRuntime, onnxruntimeWeb, type OnnxruntimeWebOptions } from "../src/index.ts"
import { cases } from "../test/bits.ts"
import { digestOfAnswers } from "../test/inputs.ts"

const { source, pictures, answers } = cases[0]

async function answersWith(options: OnnxruntimeWebOptions): Promise<string> {
  const model = await onnxruntimeWeb(options).load(source)
  const found = await digestOfAnswers(model, pictures, 8)
  await model.dispose()
  return found
}

test("starts from a compiled runtime, and fetches the file if there is none", async () => {
  let asked = 0
  const runtime = compileRuntime()
  const compiled = () => (asked++, runtime)
  expect(await answersWith({ compiled })).toBe(answers)
  expect(await answersWith({ compiled })).toBe(answers)
  // The second model shares the worker of the first.
  expect(asked).toBe(1)
  // A worker ends three seconds after its last model, and the compiled runtime with it.
  await new Promise((resolve) => setTimeout(resolve, 3500))
  const missing = () => (asked++, compileRuntime("/nowhere.wasm"))
  expect(await answersWith({ compiled: missing })).toBe(answers)
  expect(asked).toBe(2)
})

test("a runtime is compiled also if the host sends another content type", async () => {
  // The shortest module: its signature and version.
  const file = new Blob([Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)], { type: "text/plain" })
  expect(await compileRuntime(URL.createObjectURL(file))).toBeInstanceOf(WebAssembly.Module)
  await expect(compileRuntime("/nowhere.wasm")).rejects.toThrow(/./)
})
