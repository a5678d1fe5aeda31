import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { bakedBatch, brightness, convolutions, onnxModel } from "@pami/test-models"
import type { Tensor } from "@pami/core"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import backendPackage, { available, onnxruntimeWeb } from "./index.ts"
import { plain, probabilities } from "../test/inputs.ts"

const backend = onnxruntimeWeb()
const red = [1, 0, 0] as const
const grey = [0.5, 0.5, 0.5] as const

/** Within 1e-6: float32 against exact numbers. */
function close(tensor: Tensor, expected: readonly number[]): boolean {
  const numbers = Array.from(tensor.data, Number)
  return numbers.length === expected.length && numbers.every((x, i) => Math.abs(x - expected[i]) < 1e-6)
}

test("a model declares its inputs, outputs, limits and digest", async () => {
  const bytes = brightness({ size: 4 })
  const model = await backend.load(bytes)
  expect(model).toMatchObject({
    backend: "onnxruntime-web",
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 4, 4] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 3] }],
    limits: { preferredBatch: 8 },
    digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  })
  expect(model.limits).not.toHaveProperty("largestBatch")
  expect(model.findings).toBeUndefined()
})

test("settings hold what can change bits, and nothing else", async () => {
  const settings = { runtime: "onnxruntime-web 1.30.0", device: "wasm", optimization: "all" }
  const load = async (options: object) => (await onnxruntimeWeb(options).load(brightness())).settings
  expect(await load({})).toEqual(settings)
  expect(await load({ runsPerSession: 3 })).toEqual(settings)
  expect(await load({ optimization: "basic" })).toEqual({ ...settings, optimization: "basic" })
  const dimensions = { batch: 2 }
  expect(await load({ dimensions })).toEqual({ ...settings, dimensions })
})

test("a free axis gets its length by name", async () => {
  const model = await onnxruntimeWeb({ dimensions: { batch: 2, image_2: 4, image_3: 4 } }).load(brightness())
  expect(model.inputs[0].shape).toEqual([2, 3, 4, 4])
  expect(model.limits).toEqual({ preferredBatch: 2, largestBatch: 2 })
  const { probabilities: answer } = await model.run({ image: plain(red, grey) })
  expect(close(answer, probabilities(red, grey))).toBe(true)
})

test("outputs belong to the caller, and concurrent runs do not mix", async () => {
  const model = await backend.load(brightness())
  const pixels = Array.from({ length: 20 }, (_, index) => [index / 20, 0.5, 0.2] as const)
  const outputs = await Promise.all(pixels.map((pixel) => model.run({ image: plain(pixel) })))
  await model.dispose()
  for (const [index, pixel] of pixels.entries()) {
    expect(close(outputs[index].probabilities, probabilities(pixel))).toBe(true)
  }
})

test("dispose waits for runs in progress, may be repeated, and ends the model", async () => {
  const model = await backend.load(brightness())
  const pending = model.run({ image: plain(red) })
  await Promise.all([model.dispose(), model.dispose()])
  expect(close((await pending).probabilities, probabilities(red))).toBe(true)
  await expect(model.run({ image: plain(red) })).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
})

test("dispose frees memory: forty models take no more than a few", async () => {
  const wide = { dtype: "float32", shape: [null, 1024] } as const
  const bytes = onnxModel({
    inputs: [{ name: "x", ...wide }],
    outputs: [{ name: "y", ...wide }],
    nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }],
    initializers: [
      { name: "w", dtype: "float32", shape: [1024, 1024], data: new Float32Array(2 ** 20).fill(0.5) },
    ],
  })
  const x: Tensor = { dtype: "float32", shape: [2, 1024], data: new Float32Array(2048) }
  const loads = async (count: number) => {
    for (let load = 0; load < count; load++) {
      const model = await backend.load(bytes)
      await model.run({ x })
      await model.dispose()
    }
    return process.memoryUsage().rss
  }
  const before = await loads(5)
  // Kept, the weights alone would be 160 MB more, and their copies as much again.
  expect((await loads(40)) - before).toBeLessThan(80e6)
})

test("a model that takes one item, whatever it declares, runs with one", async () => {
  const model = await backend.load(bakedBatch())
  for (let run = 0; run < 3; run++) {
    const { probabilities: answer } = await model.run({ image: plain(red) })
    expect(close(answer, probabilities(red))).toBe(true)
  }
  await expect(model.run({ image: plain(red, grey) })).rejects.toMatchObject({
    code: "MODEL_FAILED",
    message: expect.stringContaining("Input shape:{2,3}, requested shape:{1,3}"),
  })
})

test("an error of a single item is reported", async () => {
  const model = await backend.load(brightness({ size: 4 }))
  const image: Tensor = { dtype: "float32", shape: [1, 4, 3, 4], data: new Float32Array(48) }
  const refused = {
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining(
      "axis 1 must be 3, got 4: the model takes [N, 3, 4, 4], got [1, 4, 3, 4]",
    ),
  }
  await expect(model.run({ image })).rejects.toMatchObject(refused)
  await model.run({ image: plain(red) })
  await expect(model.run({ image })).rejects.toMatchObject(refused)
})

test("a session that is replaced after every two runs returns the same outputs", async () => {
  const bytes = convolutions({ weight: random(3), size: 4 })
  const [lasting, renewed] = await Promise.all(
    [{}, { runsPerSession: 2 }].map((options) => onnxruntimeWeb(options).load(bytes)),
  )
  for (let run = 0; run < 7; run++) {
    const image = plain([run / 7, 0.2, 0.3], grey)
    expect(await renewed.run({ image })).toEqual(await lasting.run({ image }))
  }
  await renewed.dispose()
})

test("options out of range are refused", () => {
  expect(() => onnxruntimeWeb({ device: "webgl" as "webgpu" })).toThrow(RangeError)
  expect(() => backendPackage.create({ device: "cpu" })).toThrow(RangeError)
  expect(() => onnxruntimeWeb({ threads: 0 })).toThrow(RangeError)
  expect(() => onnxruntimeWeb({ threads: 1.5 })).toThrow(RangeError)
  expect(() => onnxruntimeWeb({ threads: 50_000 })).toThrow(
    "threads must be a whole number from 1 to 64, got 50000",
  )
  expect(() => onnxruntimeWeb({ optimization: "fast" as "all" })).toThrow(RangeError)
  expect(() => onnxruntimeWeb({ runsPerSession: 0 })).toThrow(RangeError)
  expect(() => onnxruntimeWeb({ dimensions: { batch: 0 } })).toThrow(RangeError)
})

test("another number of threads than the started runtime has is refused, not ignored", async () => {
  await backend.load(brightness())
  await expect(onnxruntimeWeb({ threads: 61 }).load(brightness())).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringMatching(/has started with \d+ threads before, and starts only once: .* worker/),
  })
})

test("in Node, only wasm is available", async () => {
  expect(await available()).toEqual({ usable: true, version: "1.30.0" })
  expect(await available("webgpu")).toEqual({ usable: false, reason: expect.stringContaining("no WebGPU") })
  expect(await available("webnn")).toEqual({ usable: false, reason: expect.stringContaining("no WebNN") })
  expect(await available("tpu")).toEqual({ usable: false, reason: expect.stringContaining('"tpu"') })
  await expect(onnxruntimeWeb({ device: "webgpu" }).load(brightness())).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining('use the device "wasm"'),
  })
  const model = await onnxruntimeWeb({ device: "auto" }).load(brightness())
  expect(model.settings).toMatchObject({ device: "wasm" })
  expect(model.findings).toBeUndefined()
})

test("a model opens in Node after compiled WebAssembly has made Node's threads global", async () => {
  const program = fileURLToPath(new URL("../test/after-threads.ts", import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ["-C", "source", program])
  expect(stdout).toBe("wasm\n")
})
