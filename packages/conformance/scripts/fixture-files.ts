import { onnxModel, type OnnxInitializer, type OnnxNode } from "@pami/test-models"
import { convolution, kernel, kernelBias } from "../src/fixtures/convolution.ts"
import type { Fixture } from "../src/fixtures/fixture.ts"
import * as known from "../src/fixtures/layers.ts"
import { dense, input, type Layer, layersModel } from "./layers-model.ts"

const { weights } = known

/** Returns the files of `fixtures/` by path, with the same bytes every time. */
export function fixtureFiles(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const add = (
    name: string,
    { inputs, outputs }: Fixture,
    nodes: readonly OnnxNode[],
    initializers: readonly OnnxInitializer[],
    layers: readonly Layer[],
  ) => {
    const values = (infos: Fixture["inputs"]) => infos as Parameters<typeof onnxModel>[0]["inputs"]
    const onnx = { name, inputs: values(inputs), outputs: values(outputs), nodes, initializers }
    const names = outputs.map((output) => output.name)
    const { json, weights } = layersModel(name, layers, names)
    files.set(`${name}/model.onnx`, onnxModel(onnx))
    files.set(`${name}/model.json`, new TextEncoder().encode(json))
    files.set(`${name}/weights.bin`, weights)
  }

  const gemm: OnnxNode = { op: "Gemm", inputs: ["x", "w", "b"], outputs: ["y"] }
  const linear = [matrix("w", weights.linear), vector("b", weights.bias)]
  for (const [name, fixture] of [
    ["linear", known.linear],
    ["linear-batch-2", known.linearBatch2],
  ] as const)
    add(name, fixture, [gemm], linear, [
      input("x", fixture.inputs[0].shape),
      dense("y", "x", weights.linear, weights.bias),
    ])

  // The linear model with weights outside its folder, which no backend may read.
  const outside = "../linear/weights.bin"
  const { inputs, outputs } = known.linear
  const layers = [input("x", inputs[0].shape), dense("y", "x", weights.linear, weights.bias)]
  files.set(
    "weights-outside/model.onnx",
    onnxModel({
      name: "weights-outside",
      inputs: inputs as Parameters<typeof onnxModel>[0]["inputs"],
      outputs: outputs as Parameters<typeof onnxModel>[0]["outputs"],
      nodes: [gemm],
      initializers: [{ name: "w", dtype: "float32", shape: [4, 3], external: outside }, linear[1]],
    }),
  )
  const { json } = layersModel("weights-outside", layers, ["y"], outside)
  files.set("weights-outside/model.json", new TextEncoder().encode(json))

  add(
    "softmax",
    known.softmax,
    [
      { op: "MatMul", inputs: ["x", "w"], outputs: ["turned"] },
      { op: "Softmax", inputs: ["turned"], outputs: ["y"], attributes: { axis: { int: -1 } } },
    ],
    [matrix("w", weights.turn)],
    [input("x", [null, 2, 3]), dense("y", "x", weights.turn, undefined, "softmax")],
  )

  add(
    "two-inputs",
    known.twoInputs,
    [
      { op: "MatMul", inputs: ["a", "w"], outputs: ["product"] },
      { op: "Add", inputs: ["product", "b"], outputs: ["y"] },
    ],
    [matrix("w", weights.pair)],
    [
      input("a", [null, 2]),
      input("b", [null, 3]),
      dense("product", "a", weights.pair),
      { type: "Add", name: "y", from: ["product", "b"] },
    ],
  )

  add(
    "two-outputs",
    known.twoOutputs,
    [gemm, { op: "MatMul", inputs: ["x", "v"], outputs: ["z"] }],
    [...linear, matrix("v", weights.single)],
    [input("x", [null, 4]), dense("y", "x", weights.linear, weights.bias), dense("z", "x", weights.single)],
  )

  add(
    "tokens",
    known.tokens,
    [{ op: "Gather", inputs: ["table", "ids"], outputs: ["y"] }],
    [matrix("table", weights.embedding)],
    [
      input("ids", [null, null], "int32"),
      {
        type: "Embedding",
        name: "y",
        from: ["ids"],
        config: { input_dim: 7, output_dim: 2, mask_zero: false, input_length: null },
        weights: { embeddings: { shape: [7, 2], data: Float32Array.from(weights.embedding.flat()) } },
      },
    ],
  )

  const pads = { pads: { ints: [1, 1, 1, 1] } }
  add(
    "convolution",
    convolution,
    [
      { op: "Conv", inputs: ["x", "w", "b"], outputs: ["sums"], attributes: pads },
      { op: "Relu", inputs: ["sums"], outputs: ["y"] },
    ],
    [
      { name: "w", dtype: "float32", shape: [3, 4, 3, 3], data: Float32Array.from(kernel) },
      vector("b", kernelBias),
    ],
    [
      input("x", [null, 5, 6, 4]),
      {
        type: "Conv2D",
        name: "y",
        from: ["x"],
        config: {
          filters: 3,
          kernel_size: [3, 3],
          strides: [1, 1],
          padding: "same",
          data_format: "channels_last",
          dilation_rate: [1, 1],
          activation: "relu",
          use_bias: true,
        },
        weights: {
          kernel: { shape: [3, 3, 4, 3], data: channelsLast(kernel) },
          bias: { shape: [3], data: Float32Array.from(kernelBias) },
        },
      },
    ],
  )

  const frobnicate: OnnxNode = {
    op: "Frobnicate",
    domain: "com.example",
    inputs: ["sums"],
    outputs: ["y"],
  }
  add("unsupported", known.linear, [{ ...gemm, outputs: ["sums"] }, frobnicate], linear, [
    input("x", [null, 4]),
    dense("sums", "x", weights.linear, weights.bias),
    { type: "Frobnicate", name: "y", from: ["sums"] },
  ])
  return files
}

function matrix(name: string, rows: readonly (readonly number[])[]): OnnxInitializer {
  const shape = [rows.length, rows[0].length]
  return { name, dtype: "float32", shape, data: Float32Array.from(rows.flat()) }
}

function vector(name: string, values: readonly number[]): OnnxInitializer {
  return { name, dtype: "float32", shape: [values.length], data: Float32Array.from(values) }
}

/** Reorders weights from `[filters, channels, 3, 3]` to `[3, 3, channels, filters]`. */
function channelsLast(numbers: readonly number[]): Float32Array {
  return Float32Array.from(numbers, (_, i) => {
    const [filter, channel, tap] = [i % 3, Math.floor(i / 3) % 4, Math.floor(i / 12)]
    return numbers[(filter * 4 + channel) * 9 + tap]
  })
}
