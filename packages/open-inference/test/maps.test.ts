import { serve, type ServerOptions, startServer } from "@pami/test-models/open-inference"
import { average, classProbability, denseInput, explain, grid, type Model } from "@pami/core"
import { random } from "@pami/core/tensor"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { convolutions, onnxModel, withoutBatch } from "@pami/test-models"
import { expect, test } from "vitest"
import { openInference } from "../src/index.ts"

const size = 16
const local = await onnxruntimeNode().load(convolutions({ weight: random(3), size }))
const next = random(4)

async function mapOf(model: Model, batch?: number) {
  const [{ name }] = model.inputs
  const input = denseInput({
    name,
    units: [size, size],
    planes: 3,
    inner: 1,
    shape: [3, size, size],
    original,
    baseline: new Float32Array(original.length),
  })
  const target = classProbability()
  const explanation = await explain({
    model,
    input,
    target,
    partitioner: grid({ size: 3, shift: 1 }),
    ...(batch && { batch }),
  })
  await model.dispose()
  return { map: average(explanation), explanation }
}
const original = Float32Array.from({ length: 3 * size * size }, () => 2 * next() - 1)
const served = { net: serve(local) }

test.each([
  ["as bytes", {}, {}],
  ["as JSON", { binary: false }, {}],
  ["as nested JSON", { binary: false, nested: true }, {}],
  ["as JSON where bytes are announced", {}, { encoding: "json" }],
  ["one call at a time", {}, { concurrency: 1 }],
] as const)("a map equals that of the local backend to the byte: tensors %s", async (_, how, options) => {
  await using server = await startServer({ models: served, ...(how as Partial<ServerOptions>) })
  const remote = await openInference(options).load(server.address("net"))
  const isJson = "binary" in how || "encoding" in options
  expect(remote.settings["encoding"]).toBe(isJson ? "json" : "binary")
  const { map, explanation } = await mapOf(remote)
  expect(map).toEqual((await mapOf({ ...local, dispose: async () => {} })).map)
  expect(explanation.findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["CONTENT_UNKNOWN", "VERSION_NOT_NAMED"]),
  )
  const types = new Set(server.infers.map(({ headers }) => headers["content-type"]))
  expect([...types]).toEqual([isJson ? "application/json" : "application/octet-stream"])
})

test("half precision travels as its bits, even if bytes are not announced", async () => {
  const value = { dtype: "float16", shape: [null, 3] } as const
  const nodes = [{ op: "Neg", inputs: ["x"], outputs: ["y"] }]
  const bytes = onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
  const negative = serve(await onnxruntimeNode().load(bytes))
  await using server = await startServer({ models: { negative } })
  const model = await openInference().load(server.address("negative"))
  const data = Uint16Array.of(0x3c00, 0x0001, 0x7bff)
  const { y } = await model.run({ x: { dtype: "float16", shape: [1, 3], data } })
  expect(y).toEqual({ dtype: "float16", shape: [1, 3], data: Uint16Array.of(0xbc00, 0x8001, 0xfbff) })

  await using plain = await startServer({ models: { negative }, binary: false })
  const other = await openInference().load(plain.address("negative"))
  expect(other.settings["encoding"]).toBe("binary")
  await expect(openInference({ encoding: "json" }).load(plain.address("negative"))).rejects.toMatchObject({
    code: "MODEL_UNSUPPORTED",
    message: expect.stringContaining("no form in JSON"),
  })
})

test("a model without a batch axis takes one item a call", async () => {
  const image = await onnxruntimeNode().load(withoutBatch(4))
  await using server = await startServer({
    models: {
      image: {
        // Triton's form of `max_batch_size: 0`: the shapes have no batch.
        inputs: [{ name: "image", datatype: "FP32", shape: [3, "4", 4] }],
        outputs: [{ name: image.outputs[0].name, datatype: "FP32", shape: [3] }],
        maxBatch: 0,
        async infer([{ bytes, name }]) {
          const data = new Float32Array(new Uint8Array(bytes).buffer)
          const outputs = await image.run({ [name]: { dtype: "float32", shape: [1, 3, 4, 4], data } })
          const [[output, answer]] = Object.entries(outputs)
          return [{ name: output, datatype: "FP32", shape: [3], bytes: Buffer.from(answer.data.buffer) }]
        },
      },
    },
  })
  const model = await openInference().load(server.address("image"))
  expect(model).toMatchObject({
    inputs: [{ shape: [1, 3, 4, 4] }],
    limits: { largestBatch: 1, preferredBatch: 1 },
  })
  expect(model.findings?.map(({ code }) => code)).toContain("BATCH_AXES")
  const feeds = {
    image: { dtype: "float32", shape: [1, 3, 4, 4], data: new Float32Array(48).fill(0.5) },
  } as const
  expect(await model.run(feeds)).toEqual(await image.run(feeds))
})

test("the server's largest batch is the model's", async () => {
  await using server = await startServer({ models: { net: serve(local, 4) } })
  const model = await openInference().load(server.address("net"))
  expect(model.limits).toEqual({ largestBatch: 4, preferredBatch: 4, preferredRuns: 4 })
  const [{ name }] = model.inputs
  const five = {
    dtype: "float32",
    shape: [5, 3, size, size],
    data: new Float32Array(5 * 3 * size * size),
  } as const
  await expect(model.run({ [name]: five })).rejects.toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringContaining("at most 4, got 5"),
  })
})
