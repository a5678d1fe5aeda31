import { patience, slowOnWebgpu } from "@pami/browser-tests/webgpu"
import { conformance } from "@pami/conformance"
import { models } from "@pami/zoo"
import { describe, expect, test } from "vitest"
import { answers, expected, largestDifference, scenes, softmax } from "../test/scenes.ts"
import { available, tfjs } from "../src/index.ts"

const { href } = models.scenes.tfjs["model.json"]
// On graphics cards, three scenes are two runs then, the second one filled up. Larger ones take long where the
// processor imitates the card.
const batch = 2
const cpu = await answersOn("cpu")

async function answersOn(
  device: "cpu" | "wasm" | "webgl" | "webgpu",
  threads?: number,
): Promise<Float32Array> {
  const model = await tfjs({ device, batch, ...(threads !== undefined && { threads }) }).load(href)
  expect(model.settings["device"]).toBe(device)
  const logits = await answers(model, scenes, 3)
  await model.dispose()
  return logits
}

test("without native TensorFlow, cpu gives what the ONNX file gives", () => {
  // What float32 allows between runtimes: 2e-5, as measured over several networks.
  expect(largestDifference(softmax(cpu), expected)).toBeLessThan(2e-5)
})

for (const device of ["wasm", "webgl", "webgpu"] as const) {
  const there = await available(device)
  if (!there.usable) console.warn(`\n*** ${device} is not tested: ${there.reason} ***\n`)
  // All that concerns a device is in this one page, for which it starts and compiles once.
  describe.runIf(there.usable)(device, () => {
    // As all but some phones do, and the processor where it imitates a card.
    test.runIf(device === "webgl")("says that it calculates with 32 bits", async () => {
      const model = await tfjs({ device, batch }).load(href)
      expect(model.settings).toMatchObject({ precision: 32 })
      await model.dispose()
    })

    conformance(
      test,
      () => ({ ...tfjs({ device }), ...(device === "webgpu" && { exemptions: slowOnWebgpu }) }),
      { timeout: patience },
    )

    test("gives what the ONNX file gives, and cpu", async () => {
      const probabilities = softmax(await answersOn(device))
      expect(largestDifference(probabilities, expected)).toBeLessThan(2e-5)
      expect(largestDifference(probabilities, softmax(cpu))).toBeLessThan(2e-5)
    })

    test("the same bits whatever the batch size", async () => {
      const model = await tfjs({ device, batch }).load(href)
      const bits = await answers(model, scenes, 3)
      for (const size of [1, 2]) expect(await answers(model, scenes, size)).toEqual(bits)
      await model.dispose()
    })

    test("runs leave no tensors behind, and dispose none at all", async () => {
      const witness = await tfjs({ device: "cpu" }).load(href)
      const before = witness.held!()
      const model = await tfjs({ device, batch }).load(href)
      await answers(model, scenes, 3)
      const held = model.held!()
      for (let run = 0; run < 5; run++) await answers(model, scenes, 2)
      expect(model.held!()).toBe(held)
      await model.dispose()
      expect(witness.held!()).toBe(before)
      await witness.dispose()
    })
  })
}

test("the same bits from wasm with any number of threads, also at the same time", async () => {
  expect(crossOriginIsolated).toBe(true)
  const bits = await answersOn("wasm")
  const others = await Promise.all([1, 2, 3].map((threads) => answersOn("wasm", threads)))
  for (const other of others) expect(other).toEqual(bits)
})

test("auto takes a device that is no imitation, and says nothing where none failed", async () => {
  const model = await tfjs().load(href)
  const { device, gpu = "" } = model.settings
  expect(device).not.toBe("cpu")
  expect(gpu).not.toMatch(/swiftshader/i)
  expect(model.findings).toBeUndefined()
  await model.dispose()
})

test("native TensorFlow is an error that says why", async () => {
  await expect(tfjs({ device: "node" }).load(href)).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining("native TensorFlow runs in Node only"),
  })
})
