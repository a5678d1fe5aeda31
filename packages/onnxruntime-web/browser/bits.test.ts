import { describe, expect, test } from "vitest"
import { available, onnxruntimeWeb } from "../src/index.ts"
import { batches, cases } from "../test/bits.ts"
import { digestOfAnswers } from "../test/inputs.ts"

describe.each(cases)("$name", ({ source, pictures, answers }) => {
  test.each(batches)("a batch of %i gives the bits that Node gives", async (batch) => {
    const model = await onnxruntimeWeb().load(source)
    expect(await digestOfAnswers(model, pictures, batch)).toBe(answers)
    await model.dispose()
  })
})

test("nothing was asked of another server", async () => {
  expect(await available()).toEqual({ usable: true, version: "1.30.0" })
  const asked = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
  expect(asked.map((url) => url.pathname).join()).toContain("ort-wasm-simd-threaded.wasm")
  expect(asked.filter((url) => url.origin !== location.origin)).toEqual([])
})

test("an address is relative to the page, and one that is not there is told as such", async () => {
  const { pathname } = new URL(cases[0].source)
  const model = await onnxruntimeWeb().load(pathname)
  expect(model.inputs[0].shape).toEqual([null, 3, 96, 96])
  const { port } = new URL(location.href)
  await expect(onnxruntimeWeb().load(`http://127.0.0.1:${port}1/model.onnx`)).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    message: expect.stringContaining("does not let this page read it (CORS)"),
  })
})

test("WebNN is used where it starts, else there is a reason", async () => {
  const found = await available("webnn")
  if (found.usable) return
  await expect(onnxruntimeWeb({ device: "webnn" }).load(cases[1].source)).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining(found.reason),
  })
})
