import { expect, test } from "vitest"
import { graphModel } from "../test/graphs.ts"
import { input, layersModel } from "../test/layers.ts"
import { tfjs } from "./index.ts"

const backend = tfjs({ device: "cpu" })

async function activationsOf(files: Record<string, Uint8Array>): Promise<unknown> {
  const { activations, dispose } = await backend.load(files)
  await dispose()
  return activations
}

const dense = (name: string, from: string, activation: string) =>
  ["Dense", name, [from], { units: 2, activation, use_bias: false }] as const

test("activations at the end of a model of layers", async () => {
  const layers = [
    input("x", 2),
    dense("a", "x", "softmax"),
    dense("b", "x", "linear"),
    ["Activation", "c", ["b"], { activation: "sigmoid" }],
    ["Softmax", "d", ["b"], { axis: -1 }],
    ["Dropout", "e", ["d"], { rate: 0.5 }],
    ["Reshape", "f", ["c"], { target_shape: [2, 1] }],
    ["Activation", "g", ["b"], { activation: "hard_sigmoid" }],
    ["Activation", "h", ["b"], { activation: "log_softmax" }],
  ] as const
  const files = layersModel(layers, ["a", "b", "c", "e", "f", "g", "h"], {
    "a/kernel": [2, 2],
    "b/kernel": [2, 2],
  })
  expect(await activationsOf(files)).toEqual({
    a: "softmax",
    c: "sigmoid",
    e: "softmax",
    f: "sigmoid",
    h: "log-softmax",
  })
})

test("a softmax over another axis, or whose rows are merged, is not the output's", async () => {
  const layers = [
    input("x", 3, 2),
    ["Softmax", "a", ["x"], { axis: 1 }],
    ["Softmax", "b", ["x"], { axis: -1 }],
    ["Flatten", "c", ["b"]],
  ] as const
  expect(await activationsOf(layersModel(layers, ["a", "c"]))).toBeUndefined()
})

test("a model inside a model is searched, as Teachable Machine saves them", async () => {
  const files = layersModel([], [], { "dense/kernel": [2, 3] })
  const json = JSON.parse(new TextDecoder().decode(files["model.json"]))
  const config = {
    name: "dense",
    units: 3,
    activation: "softmax",
    use_bias: false,
    batch_input_shape: [null, 2],
  }
  const inner = {
    class_name: "Sequential",
    config: { name: "head", layers: [{ class_name: "Dense", config }] },
  }
  json.modelTopology = { class_name: "Sequential", config: { name: "both", layers: [inner] } }
  const nested = { ...files, "model.json": new TextEncoder().encode(JSON.stringify(json)) }
  expect(Object.values((await activationsOf(nested)) as object)).toEqual(["softmax"])
})

test("activations at the end of a graph", async () => {
  const T = { T: { type: "DT_FLOAT" } }
  const outputs = ["a", "b", "c", "d", "e"]
  const files = graphModel(
    [
      ["soft", "Softmax", ["x"], T],
      ["a", "Identity", ["soft"], T],
      ["sig", "Sigmoid", ["x"], T],
      ["re", "Reshape", ["sig", "shape"], T],
      ["b", "Squeeze", ["re"], T],
      ["c", "LogSoftmax", ["x"], T],
      ["d", "Relu", ["soft"], T],
      [
        "e",
        "_FusedMatMul",
        ["x", "w", "bias"],
        { ...T, fused_ops: { list: { s: [btoa("BiasAdd"), btoa("Sigmoid")] } } },
      ],
    ],
    { x: ["x", "DT_FLOAT", [-1, 2]] },
    Object.fromEntries(outputs.map((name) => [name, [name, "DT_FLOAT", [-1, 2]] as const])),
    {
      shape: { shape: [2], values: [-1, 2], dtype: "int32" },
      w: { shape: [2, 2], values: [1, 0, 0, 1] },
      bias: { shape: [2], values: [0, 0] },
    },
  )
  expect(await activationsOf(files)).toEqual({ a: "softmax", b: "sigmoid", c: "log-softmax", e: "sigmoid" })
})

test("entries of the author are metadata, up to a length", async () => {
  const labels = ["cat", "dog"]
  const said = {
    labels,
    note: "by hand",
    long: "x".repeat(2 ** 19 + 1),
    ["k".repeat(1025)]: "",
    signature: null,
  }
  const model = await backend.load(layersModel([input("x", 2)], ["x"], {}, said))
  expect(model.metadata).toEqual({ labels: '["cat","dog"]', note: "by hand" })
  await model.dispose()
  const without = await backend.load(layersModel([input("x", 2)], ["x"]))
  expect(without).not.toHaveProperty("metadata")
  await without.dispose()
})

test("timers fire between concurrent runs", async () => {
  const model = await backend.load(layersModel([input("x", 2)], ["x"]))
  const x = { dtype: "float32", shape: [1, 2], data: new Float32Array(2) } as const
  const order: string[] = []
  setImmediate(() => order.push("another"))
  const runs = [1, 2, 3].map((run) => model.run({ x }).then(() => order.push(`run ${run}`)))
  await Promise.all(runs)
  expect(order).toEqual(["another", "run 1", "run 2", "run 3"])
  await model.dispose()
})
