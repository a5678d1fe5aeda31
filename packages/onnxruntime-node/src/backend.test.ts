import { createHash } from "node:crypto"
import type { Tensor } from "@pami/core"
import { brightness, onnxModel, twoInputs } from "@pami/test-models"
import { expect, test } from "vitest"
import { available, onnxruntimeNode } from "./index.ts"
import { close, plain, probabilities } from "../test/pictures.ts"

const backend = onnxruntimeNode()
const grey = [0.5, 0.5, 0.5] as const
const red = [1, 0, 0] as const

test("a model declares its inputs, outputs, limits and digest", async () => {
  const bytes = brightness({ size: 4 })
  const model = await backend.load(bytes)
  expect(model).toMatchObject({
    backend: "onnxruntime-node",
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 4, 4] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 3] }],
    limits: { preferredBatch: 8, preferredRuns: expect.any(Number) },
    digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  })
  expect(model.limits).not.toHaveProperty("largestBatch")
})

test("settings hold what can change bits, and nothing else", async () => {
  const settings = {
    runtime: expect.stringMatching(/^onnxruntime-node \d+\.\d+\.\d+$/),
    device: "cpu",
    architecture: process.arch,
    optimization: "all",
  }
  expect((await backend.load(brightness())).settings).toEqual(settings)
  expect((await onnxruntimeNode({ threads: 1 }).load(brightness())).settings).toEqual(settings)
  const basic = await onnxruntimeNode({ optimization: "basic" }).load(brightness())
  expect(basic.settings).toEqual({ ...settings, optimization: "basic" })
})

test.each([1, 4])("a batch axis fixed at %i is the largest and the best batch", async (batch) => {
  const model = await backend.load(brightness({ batch }))
  expect(model.limits).toMatchObject({ preferredBatch: batch, largestBatch: batch })
  const pixels = Array.from({ length: batch }, () => red)
  const outputs = await model.run({ image: plain(...pixels) })
  expect(close(outputs.probabilities, probabilities(...pixels))).toBe(true)
  await expect(model.run({ image: plain(...pixels, red) })).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining(`axis 0 (the batch) must be ${batch}, got ${batch + 1}`),
  })
})

test("outputs belong to the caller", async () => {
  const model = await backend.load(brightness())
  const first = (await model.run({ image: plain(red, grey) })).probabilities.data
  const kept = first.slice()
  for (let run = 0; run < 5; run++) await model.run({ image: plain(grey, grey) })
  await model.dispose()
  expect(first).toEqual(kept)
})

test("feeds are only read", async () => {
  const model = await backend.load(
    onnxModel({
      inputs: [{ name: "x", dtype: "float32", shape: [null, 3] }],
      outputs: [{ name: "y", dtype: "float32", shape: [null, 3] }],
      // Relu may work in place, which must not reach the input.
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    }),
  )
  const x: Tensor = { dtype: "float32", shape: [1, 3], data: Float32Array.of(-1, 2, -3) }
  const { y } = await model.run({ x })
  expect(x.data).toEqual(Float32Array.of(-1, 2, -3))
  expect(y.data).toEqual(Float32Array.of(0, 2, 0))
})

test("an output that is the input itself is a copy", async () => {
  const value = { dtype: "float32", shape: [null, 2] } as const
  const nodes = [{ op: "Identity", inputs: ["x"], outputs: ["y"] }]
  const bytes = onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
  const model = await backend.load(bytes)
  const data = Float32Array.of(1, 2)
  const { y } = await model.run({ x: { dtype: "float32", shape: [1, 2], data } })
  data.fill(9)
  expect(y.data).toEqual(Float32Array.of(1, 2))
})

test("a view into a larger buffer is a feed", async () => {
  const model = await backend.load(brightness({ output: "logits" }))
  const image = plain(grey, red)
  const view = { ...image, shape: [1, 3, 4, 4], data: image.data.subarray(48) }
  expect(close((await model.run({ image: view })).logits, [4, 0, 0])).toBe(true)
})

test("half precision is bits in feeds and outputs", async () => {
  const value = { dtype: "float16", shape: [null, 3] } as const
  const nodes = [{ op: "Neg", inputs: ["x"], outputs: ["y"] }]
  const bytes = onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
  const model = await backend.load(bytes)
  const data = Uint16Array.of(0x3c00, 0x0001, 0x7bff)
  const { y } = await model.run({ x: { dtype: "float16", shape: [1, 3], data } })
  expect(y).toEqual({ dtype: "float16", shape: [1, 3], data: Uint16Array.of(0xbc00, 0x8001, 0xfbff) })
})

test("bool is bytes in feeds and outputs", async () => {
  const value = { dtype: "bool", shape: [null, 2] } as const
  const nodes = [{ op: "Not", inputs: ["x"], outputs: ["y"] }]
  const bytes = onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
  const { y } = await (
    await backend.load(bytes)
  ).run({ x: { dtype: "bool", shape: [1, 2], data: Uint8Array.of(0, 1) } })
  expect(y).toEqual({ dtype: "bool", shape: [1, 2], data: Uint8Array.of(1, 0) })
})

test("concurrent runs do not mix", async () => {
  const model = await backend.load(brightness())
  const pixels = Array.from({ length: 20 }, (_, index) => [index / 20, 0.5, 0.2] as const)
  const answers = await Promise.all(pixels.map((pixel) => model.run({ image: plain(pixel) })))
  for (const [index, answer] of answers.entries()) {
    expect(close(answer.probabilities, probabilities(pixels[index]))).toBe(true)
  }
})

test("dispose waits for runs in progress, may be repeated, and ends the model", async () => {
  const model = await backend.load(brightness())
  const pending = model.run({ image: plain(red) })
  await Promise.all([model.dispose(), model.dispose()])
  expect(close((await pending).probabilities, probabilities(red))).toBe(true)
  await model.dispose()
  await expect(model.run({ image: plain(red) })).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
})

test("a missing or unknown input is named together with the model's inputs", async () => {
  const model = await backend.load(twoInputs())
  const image = plain(red)
  const strength: Tensor = { dtype: "float32", shape: [1, 1], data: Float32Array.of(1) }
  await expect(model.run({ image })).rejects.toMatchObject({
    code: "INPUT_NOT_FOUND",
    message: 'input "strength" was not fed: its inputs are "image", "strength", the feeds are "image"',
  })
  await expect(model.run({ image, strength, weakness: strength })).rejects.toMatchObject({
    code: "INPUT_NOT_FOUND",
    message: expect.stringContaining('no input "weakness"'),
  })
})

test.each([
  [[1, 4, 3, 4], "axis 1 must be 3, got 4: the model takes [N, 3, 4, 4], got [1, 4, 3, 4]"],
  [[3, 4, 4], "has 4 axes, got 3"],
])("shape %j is refused by name", async (shape, message) => {
  const model = await backend.load(brightness({ size: 4 }))
  const run = model.run({ image: { ...plain(red), shape } })
  await expect(run).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining(message),
  })
})

test("another element type is refused", async () => {
  const model = await backend.load(brightness())
  const image: Tensor = { dtype: "uint8", shape: [1, 3, 4, 4], data: new Uint8Array(48) }
  await expect(model.run({ image })).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining("takes float32, got uint8"),
  })
})

test("a tensor that contradicts itself is a TypeError or RangeError", async () => {
  const model = await backend.load(brightness())
  const image = plain(red)
  await expect(model.run({ image: { ...image, shape: [2, 3, 4, 4] } })).rejects.toThrow(RangeError)
  await expect(model.run({ image: { ...image, data: new Uint8Array(48) } })).rejects.toThrow(TypeError)
})

test("options out of range are refused", () => {
  expect(() => onnxruntimeNode({ threads: 0 })).toThrow(RangeError)
  expect(() => onnxruntimeNode({ threads: 1.5 })).toThrow(RangeError)
  expect(() => onnxruntimeNode({ threads: 50_000 })).toThrow(
    "threads must be a whole number from 1 to 1024, got 50000",
  )
  expect(() => onnxruntimeNode({ optimization: "fast" as "all" })).toThrow(RangeError)
})

test("the backend is available", async () => {
  expect(await available()).toEqual({ usable: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
})
