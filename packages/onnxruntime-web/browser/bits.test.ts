import { random } from "@pami/core"
import { brightness, convolutions } from "@pami/test-models"
import { describe, expect, test } from "vitest"
import { available, onnxruntimeWeb } from "../src/index.ts"
import { batches, cases } from "../test/bits.ts"
import { digestOfAnswers, noise } from "../test/inputs.ts"

describe.each(cases)("$name", ({ source, pictures, answers }) => {
  test.each(batches)("a batch of %i gives the bits that Node gives", async (batch) => {
    const model = await onnxruntimeWeb().load(source)
    expect(await digestOfAnswers(model, pictures, batch)).toBe(answers)
    await model.dispose()
  })
})

test("five threads, shared out unevenly to workers, keep each run to its feeds, give the same bits, and leave the caller free", async () => {
  const model = await onnxruntimeWeb({ threads: 5 }).load(convolutions({ weight: random(3), size: 256 }))
  expect(model.limits).toEqual({ preferredBatch: 8, preferredRuns: 8 })
  const images = Array.from({ length: 12 }, (_, k) => noise(1 + ((5 * k) % 16), 256))
  const alone = []
  for (const image of images) alone.push(await model.run({ image }))
  let turns = 0
  // For longer than the first worker stays alone.
  const end = performance.now() + 2000
  while (performance.now() < end) {
    const together = Promise.all(images.map((image) => model.run({ image })))
    const ended = together.then(() => true)
    while (!(await Promise.race([ended, nextTurn()]))) turns++
    expect(await together).toEqual(alone)
  }
  // Were the runs in this thread, no turn would come before the last has ended.
  expect(turns).toBeGreaterThan(2)
  await model.dispose()
})

function nextTurn(): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, 0, false))
}

test("is available", async () => {
  expect(await available()).toEqual({ usable: true, version: "1.30.0" })
})

test("a model that does not open leaves the next one in peace", async () => {
  const damaged = brightness().subarray(0, 90)
  for (let time = 0; time < 2; time++)
    await expect(onnxruntimeWeb().load(damaged)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" })
  const model = await onnxruntimeWeb().load(brightness())
  expect(model.settings).toMatchObject({ device: "wasm" })
})

test("an address is relative to the page, and one that is not there is told as such", async () => {
  const { pathname } = new URL(cases[0].source)
  const model = await onnxruntimeWeb().load(pathname)
  expect(model.inputs[0].shape).toEqual([null, 3, 96, 96])
  const { port } = new URL(location.href)
  await expect(onnxruntimeWeb().load(`http://127.0.0.1:${port}1/model.onnx`)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
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
