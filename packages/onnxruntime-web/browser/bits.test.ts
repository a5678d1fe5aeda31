import { random } from "@pami/core/tensor"
import { brightness, convolutions } from "@pami/test-models"
import { describe, expect, test } from "vitest"
import { available, onnxruntimeWeb } from "../src/index.ts"
import { batches, cases } from "../test/bits.ts"
import { digestOfAnswers, noise } from "../test/inputs.ts"

describe.each(cases)("$name", ({ source, pictures, answers }) => {
  test.each(batches)("a batch of %i gives the same bits as in Node", async (batch) => {
    const model = await onnxruntimeWeb().load(source)
    expect(await digestOfAnswers(model, pictures, batch)).toBe(answers)
    await model.dispose()
  })
})

test("five threads, spread unevenly over workers, do not mix runs, give the same bits, and do not block the caller", async () => {
  const model = await onnxruntimeWeb({ threads: 5 }).load(convolutions({ weight: random(3), size: 256 }))
  expect(model.limits).toEqual({ preferredBatch: 8, preferredRuns: 8 })
  const images = Array.from({ length: 12 }, (_, k) => noise(1 + ((5 * k) % 16), 256))
  const alone = []
  for (const image of images) alone.push(await model.run({ image }))
  let turns = 0
  // Longer than only the first worker is used.
  const end = performance.now() + 2000
  while (performance.now() < end) {
    const together = Promise.all(images.map((image) => model.run({ image })))
    const ended = together.then(() => true)
    while (!(await Promise.race([ended, nextTurn()]))) turns++
    expect(await together).toEqual(alone)
  }
  // If the runs were in this thread, the event loop would not turn before the last has ended.
  expect(turns).toBeGreaterThan(2)
  await model.dispose()
})

function nextTurn(): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, 0, false))
}

test("is available", async () => {
  expect(await available()).toEqual({ usable: true, version: "1.30.0" })
})

test("a model that fails to open does not affect the next one", async () => {
  const damaged = brightness().subarray(0, 90)
  for (let time = 0; time < 2; time++)
    await expect(onnxruntimeWeb().load(damaged)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" })
  const model = await onnxruntimeWeb().load(brightness())
  expect(model.settings).toMatchObject({ device: "wasm" })
})

test("an address is relative to the page; one without a server is an error", async () => {
  const { pathname } = new URL(cases[0].source)
  const model = await onnxruntimeWeb().load(pathname)
  expect(model.inputs[0].shape).toEqual([null, 3, 96, 96])
  // Browsers never connect to port 1.
  await expect(onnxruntimeWeb().load("http://127.0.0.1:1/model.onnx")).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("does not let this page read it (CORS)"),
  })
})

test("WebNN works, or there is a reason", async () => {
  const found = await available("webnn")
  if (found.usable) return
  await expect(onnxruntimeWeb({ device: "webnn" }).load(cases[1].source)).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining(found.reason),
  })
})
