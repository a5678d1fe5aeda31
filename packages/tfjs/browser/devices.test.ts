import { checksAll, inPages, patience, slow } from "@pami/browser-tests/slow-devices"
import { conformance } from "@pami/conformance"
import type { Model } from "@pami/core"
import { models } from "@pami/zoo"
import { beforeAll, describe, expect, test } from "vitest"
import { answers, expected, largestDifference, scenes, softmax } from "../test/scenes.ts"
import { available, tfjs } from "../src/index.ts"

const { href } = models.scenes.tfjs["model.json"]
// On GPUs, three scenes are two runs then, the second one padded. Larger batches take long on a simulated GPU.
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

test("without native TensorFlow, outputs on cpu equal those of the ONNX file", () => {
  // Rounding of float32 between runtimes: 2e-5, measured on several networks.
  expect(largestDifference(softmax(cpu), expected)).toBeLessThan(2e-5)
})

for (const device of ["wasm", "webgl", "webgpu"] as const) {
  const there = await available(device)
  if (!there.usable) console.warn(`\n*** ${device} is not tested: ${there.reason} ***\n`)
  // All tests of a device share this page, so that the device starts and compiles once.
  describe.runIf(there.usable)(device, () => {
    conformance(test, () => ({ ...tfjs({ device }), exemptions: device === "wasm" ? inPages : slow }), {
      timeout: patience,
    })

    // A simulated GPU compiles the net for ten seconds: one of the two shows it.
    if (device === "webgpu" && !checksAll) return

    // One model for the tests below: a run takes a second on a simulated GPU.
    let witness: Model
    let before: number
    let model: Model
    let bits: Float32Array

    beforeAll(async () => {
      witness = await tfjs({ device: "cpu" }).load(href)
      before = witness.held!()
      model = await tfjs({ device, batch }).load(href)
      bits = await answers(model, scenes, 3)
    }, patience)

    test("outputs equal those of the ONNX file and of cpu", () => {
      expect(model.settings["device"]).toBe(device)
      const probabilities = softmax(bits)
      expect(largestDifference(probabilities, expected)).toBeLessThan(2e-5)
      expect(largestDifference(probabilities, softmax(cpu))).toBeLessThan(2e-5)
    })

    // On a simulated GPU and on all but some phones.
    test.runIf(device === "webgl")("says that it calculates with 32 bits", () => {
      expect(model.settings).toMatchObject({ precision: 32 })
    })

    test("single images give the same bits as a batch; runs leak no tensors, and dispose frees all", async () => {
      const held = model.held!()
      expect(await answers(model, scenes, 1)).toEqual(bits)
      expect(model.held!()).toBe(held)
      await model.dispose()
      expect(witness.held!()).toBe(before)
      await witness.dispose()
    })
  })
}

test("the same bits from wasm with any number of threads, also concurrently", async () => {
  expect(crossOriginIsolated).toBe(true)
  const bits = await answersOn("wasm")
  const others = await Promise.all([1, 2, 3].map((threads) => answersOn("wasm", threads)))
  for (const other of others) expect(other).toEqual(bits)
})

test("auto takes a device that is not simulated, without a finding if none failed", async () => {
  const model = await tfjs().load(href)
  const { device, gpu = "" } = model.settings
  expect(device).not.toBe("cpu")
  expect(gpu).not.toMatch(/swiftshader/i)
  expect(model.findings).toBeUndefined()
  await model.dispose()
})

test("native TensorFlow is an error with the reason", async () => {
  await expect(tfjs({ device: "node" }).load(href)).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining("native TensorFlow runs in Node only"),
  })
})
