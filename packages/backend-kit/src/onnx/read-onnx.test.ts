import { dictionaries, onnxModel, type OnnxNode } from "@pami/test-models"
import { expect, test } from "vitest"
import { arrayBytes } from "./protobuf.ts"
import { readOnnx } from "./read-onnx.ts"
import { expectTensor } from "./values.ts"

const value = { dtype: "float32", shape: [null, 4] } as const

/** A graph from `"x"` to `"y"`. */
function graph(...nodes: OnnxNode[]): Uint8Array {
  return onnxModel({ inputs: [{ name: "x", ...value }], outputs: [{ name: "y", ...value }], nodes })
}

function step(op: string, from: string, to: string, domain?: string): OnnxNode {
  return { op, inputs: [from], outputs: [to], ...(domain !== undefined && { domain }) }
}

async function activations(...nodes: OnnxNode[]) {
  return (await readOnnx(arrayBytes(graph(...nodes)), "m.onnx")).activations
}

test("the activation before an output is found, through operators that leave numbers as they are", async () => {
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

test("a softmax inside the graph, in another domain or beside the output is not the activation", async () => {
  expect(await activations(step("Softmax", "x", "a"), step("Relu", "a", "y"))).toEqual({})
  expect(await activations(step("Softmax", "x", "y", "com.example"))).toEqual({})
  expect(await activations(step("constructor", "x", "y"))).toEqual({})
  expect(await activations(step("Softmax", "x", "a"), step("Identity", "x", "y"))).toEqual({})
})

test("each output has its own activation, also when one output is computed from another", async () => {
  const bytes = onnxModel({
    inputs: [{ name: "x", ...value }],
    outputs: ["logits", "probabilities", "copy"].map((name) => ({ name, ...value })),
    nodes: [
      step("Relu", "x", "logits"),
      step("Softmax", "logits", "probabilities"),
      step("Identity", "probabilities", "copy"),
    ],
  })
  const { activations } = await readOnnx(arrayBytes(bytes), "m.onnx")
  expect(activations).toEqual({ probabilities: "softmax", copy: "softmax" })
})

test("metadata is returned as written, without entries longer than any tool writes", async () => {
  const written = { names: "{0: 'é', 1: 'b'}", __proto__: "x", long: "x".repeat(600_000) }
  const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`key ${index}`, "x"]))
  const base = { inputs: [], outputs: [], nodes: [] }
  const read = async (metadata: Record<string, string>) =>
    (await readOnnx(arrayBytes(onnxModel({ ...base, metadata })), "m.onnx")).metadata
  expect(await read(written)).toEqual({ names: written.names })
  expect(Object.keys(await read(many))).toHaveLength(256)
  const megabytes = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}`, "x".repeat(400_000)]))
  expect(Object.keys(await read(megabytes))).toHaveLength(2)
})

test("inputs, outputs and operators are those that the graph declares; weights are not inputs", async () => {
  const bytes = onnxModel({
    inputs: [
      { name: "x", ...value },
      { name: "ids", dtype: "int64", shape: [2, 3] },
      { name: "weights", dtype: "float32", shape: [4] },
    ],
    outputs: [{ name: "y", dtype: "float16", shape: [null] }],
    nodes: [step("Relu", "x", "a"), step("Relu", "a", "b"), step("Blend", "b", "y", "com.example")],
    initializers: [{ name: "weights", dtype: "float32", shape: [4], data: new Float32Array(4) }],
  })
  const { inputs, outputs, operators } = await readOnnx(arrayBytes(bytes), "m.onnx")
  expect(inputs).toEqual([
    { name: "x", kind: "tensor", ...value },
    { name: "ids", kind: "tensor", dtype: "int64", shape: [2, 3] },
  ])
  expect(outputs).toEqual([{ name: "y", kind: "tensor", dtype: "float16", shape: [null] }])
  expect(operators).toEqual(["Relu", "com.example:Blend"])
  expect(expectTensor(outputs[0], "m.onnx")).toEqual({ name: "y", dtype: "float16", shape: [null] })
})

test("a value of another kind is described, and refused as a tensor of numbers", async () => {
  const { outputs } = await readOnnx(arrayBytes(dictionaries()), "m.onnx")
  const scores = outputs.find(({ name }) => name === "scores")!
  expect(scores).toEqual({ name: "scores", kind: "sequence of maps" })
  expect(() => expectTensor(scores, "m.onnx")).toThrow(
    expect.objectContaining({
      code: "MODEL_UNSUPPORTED",
      message: '"scores" of m.onnx is a sequence of maps, not a tensor of numbers',
    }),
  )
})

test("weights files are found wherever a tensor may be", async () => {
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
  const { externalFiles } = await readOnnx(arrayBytes(bytes), "m.onnx")
  expect(externalFiles).toEqual(["constant.bin", "weights.bin"])
})

/** A length-delimited field of a message. */
function field(number: number, content: ArrayLike<number>): number[] {
  return [...varint(8 * number + 2), ...varint(content.length), ...Array.from(content)]
}

const ascii = (text: string) => new TextEncoder().encode(text)

test("weights files are found in any protobuf encoding of the model", async () => {
  const location = (name: string) => field(13, [...field(1, ascii("location")), ...field(2, ascii(name))])
  const external = [112, 1]
  const constant = (...value: number[]) => field(1, [...field(4, ascii("Constant")), ...field(5, value)])
  const graph = [
    // 1 in two bytes; and a tag with bits that protobuf ignores.
    ...field(5, [...location("long"), 112, 129, 0]),
    ...field(5, [...location("tag"), 240, 128, 128, 128, 16, 1]),
    ...constant(64, 7, ...field(5, [...location("after a number"), ...external])),
    ...constant(...field(5, external), ...field(5, location("in two parts"))),
  ]
  const { externalFiles } = await readOnnx(arrayBytes(Uint8Array.from([8, 8, ...field(7, graph)])), "m.onnx")
  expect(externalFiles).toEqual(["long", "tag", "after a number", "in two parts"])
})

/** A message of `count` empty fields. */
function empties(number: number, count: number): Uint8Array {
  return new Uint8Array(2 * count).map((_, index) => (index % 2 === 0 ? 8 * number + 2 : 0))
}

/** A length-delimited field of a message, for large ones. */
function around(number: number, content: Uint8Array): Uint8Array {
  const start = [...varint(8 * number + 2), ...varint(content.length)]
  const whole = new Uint8Array(start.length + content.length)
  whole.set(start)
  whole.set(content, start.length)
  return whole
}

test.each<[string, Uint8Array, string]>([
  ["nodes", around(7, empties(1, 5_200_000)), "MODEL_UNSUPPORTED"],
  ["fields outside the graph", empties(2, 500_000), "MODEL_UNRECOGNIZED"],
  ["attributes of a node", around(7, around(1, empties(5, 200_000))), "read"],
])("a file of many %s is read or refused, and the event loop turns meanwhile", async (_, bytes, code) => {
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const result = await readOnnx(arrayBytes(bytes), "m.onnx").then(
    () => "read",
    (error) => error.code,
  )
  clearInterval(timer)
  expect(result).toBe(code)
  expect(turns).toBeGreaterThan(2)
})

test("a file with more fields in one part than any exporter writes is refused", async () => {
  const bytes = Uint8Array.from([...around(7, new Uint8Array()), ...around(14, empties(1, 101_000))])
  await expect(readOnnx(arrayBytes(bytes), "m.onnx")).rejects.toMatchObject({
    code: "MODEL_UNSUPPORTED",
    message: expect.stringContaining("has a part of more than 100,000 fields"),
  })
})

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
