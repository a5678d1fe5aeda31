import { onnxModel, type OnnxNode } from "@pami/test-models"
import { expect, test } from "vitest"
import { readHeader } from "./header.ts"
import { arrayBytes } from "./wire.ts"

const value = { dtype: "float32", shape: [null, 4] } as const

/** A graph from `"x"` to `"y"`. */
function graph(...nodes: OnnxNode[]): Uint8Array {
  return onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
}

function step(op: string, from: string, to: string, domain?: string): OnnxNode {
  return { op, inputs: [from], outputs: [to], ...(domain !== undefined && { domain }) }
}

async function activations(...nodes: OnnxNode[]) {
  return (await readHeader(arrayBytes(graph(...nodes)), "m.onnx")).activations
}

test("the function that ends the graph is found, through steps that leave numbers as they are", async () => {
  expect(await activations(step("LogSoftmax", "x", "y"))).toEqual({ y: "log-softmax" })
  expect(
    await activations(
      step("Relu", "x", "a"),
      step("Sigmoid", "a", "b"),
      step("Squeeze", "b", "c"),
      step("Cast", "c", "y"),
    ),
  ).toEqual({ y: "sigmoid" })
})

test("one inside the graph, one of another domain, and none are not taken for it", async () => {
  expect(await activations(step("Softmax", "x", "a"), step("Relu", "a", "y"))).toEqual({})
  expect(await activations(step("Softmax", "x", "y", "com.example"))).toEqual({})
  expect(await activations(step("constructor", "x", "y"))).toEqual({})
  expect(await activations(step("Softmax", "x", "a"), step("Identity", "x", "y"))).toEqual({})
})

test("every output has its own, also where one is made of another", async () => {
  const bytes = onnxModel({
    inputs: [{ name: "x", ...value }],
    outputs: ["logits", "probabilities", "copy"].map((name) => ({ name, ...value })),
    nodes: [
      step("Relu", "x", "logits"),
      step("Softmax", "logits", "probabilities"),
      step("Identity", "probabilities", "copy"),
    ],
  })
  const { activations } = await readHeader(arrayBytes(bytes), "m.onnx")
  expect(activations).toEqual({ probabilities: "softmax", copy: "softmax" })
})

test("metadata comes as it is written, but for what is longer than anybody writes", async () => {
  const written = { names: "{0: 'é', 1: 'b'}", __proto__: "x", long: "x".repeat(600_000) }
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`key ${index}`, "x"]))
  const base = { inputs: [], outputs: [], nodes: [] }
  const read = async (metadata: Record<string, string>) =>
    (await readHeader(arrayBytes(onnxModel({ ...base, metadata })), "m.onnx")).metadata
  expect(await read(written)).toEqual({ names: written.names })
  expect(Object.keys(await read(many))).toHaveLength(256)
  const megabytes = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}`, "x".repeat(400_000)]))
  expect(Object.keys(await read(megabytes))).toHaveLength(2)
})

test("files of weights are found wherever a tensor may be", async () => {
  const external = (name: string) =>
    ({ name, dtype: "float32", shape: [4], external: `${name}.bin` }) as const
  const bytes = onnxModel({
    inputs: [{ name: "x", ...value }],
    outputs: [{ name: "y", ...value }],
    nodes: [
      { op: "Constant", inputs: [], outputs: ["c"], attributes: { value: { tensor: external("constant") } } },
      { op: "Add", inputs: ["x", "weights"], outputs: ["y"] },
    ],
    initializers: [external("weights"), external("weights")],
  })
  const { externalFiles } = await readHeader(arrayBytes(bytes), "m.onnx")
  expect(externalFiles).toEqual(["constant.bin", "weights.bin"])
})

test("a file of more pieces than anybody writes is refused, and the thread is left to others meanwhile", async () => {
  // A graph of empty nodes, two bytes each.
  const nodes = 2_600_000
  const start = [8, 8, 58, ...varint(2 * nodes)]
  const bytes = new Uint8Array(start.length + 2 * nodes)
  bytes.set(start)
  for (let at = start.length; at < bytes.length; at += 2) bytes[at] = 10
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  await expect(readHeader(arrayBytes(bytes), "m.onnx")).rejects.toMatchObject({ code: "MODEL_UNSUPPORTED" })
  clearInterval(timer)
  expect(turns).toBeGreaterThan(2)
})

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
