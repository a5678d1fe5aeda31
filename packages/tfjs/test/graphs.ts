/** A node of a graph: `[name, op, inputs, attributes]`. */
type Node = readonly [name: string, op: string, inputs?: readonly string[], attributes?: object]

/** A tensor of a signature: name of its node, type, shape with -1 for free axes. */
type Signed = Readonly<Record<string, readonly [node: string, dtype: string, shape: readonly number[]]>>

/** The files of a graph model, as tensorflowjs_converter writes them. */
export function graphModel(
  nodes: readonly Node[],
  inputs: Signed,
  outputs: Signed,
  weights: Readonly<
    Record<string, { shape: readonly number[]; values: readonly number[]; dtype?: "int32" }>
  > = {},
): Record<string, Uint8Array> {
  const entries = Object.entries(weights)
  const json = {
    format: "graph-model",
    modelTopology: {
      versions: { producer: 1482, minConsumer: 12 },
      library: {},
      node: [
        ...Object.entries(inputs).map(([, [name, type, shape]]) => ({
          name,
          op: "Placeholder",
          attr: { dtype: { type }, shape: { shape: dims(shape) } },
        })),
        ...entries.map(([name, { dtype }]) => ({
          name,
          op: "Const",
          attr: { dtype: { type: dtype === "int32" ? "DT_INT32" : "DT_FLOAT" } },
        })),
        ...nodes.map(([name, op, input = [], attr = {}]) => ({ name, op, input, attr })),
      ],
    },
    signature: { inputs: signature(inputs), outputs: signature(outputs) },
    weightsManifest: [
      {
        paths: ["group1-shard1of1.bin"],
        weights: entries.map(([name, { shape, dtype = "float32" }]) => ({ name, shape, dtype })),
      },
    ],
  }
  const values = entries.map(([, { values, dtype }]) =>
    dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values),
  )
  return {
    "model.json": new TextEncoder().encode(JSON.stringify(json)),
    "group1-shard1of1.bin": Uint8Array.from(values.flatMap((array) => [...new Uint8Array(array.buffer)])),
  }
}

function dims(shape: readonly number[]): object {
  return { dim: shape.map((length) => ({ size: String(length) })) }
}

function signature(signed: Signed): object {
  return Object.fromEntries(
    Object.entries(signed).map(([key, [node, dtype, shape]]) => [
      key,
      { name: `${node}:0`, dtype, tensorShape: dims(shape) },
    ]),
  )
}

const float = { T: { type: "DT_FLOAT" } }

/** Takes texts and numbers of every type, and returns their sum `[N]` and whether it is above 10. */
export const sumOfKinds = graphModel(
  [
    ["bytes_f", "Cast", ["bytes"], { SrcT: { type: "DT_UINT8" }, DstT: { type: "DT_FLOAT" } }],
    ["longs_f", "Cast", ["longs"], { SrcT: { type: "DT_INT64" }, DstT: { type: "DT_FLOAT" } }],
    ["flags_f", "Cast", ["flags"], { SrcT: { type: "DT_BOOL" }, DstT: { type: "DT_FLOAT" } }],
    ["some", "AddV2", ["bytes_f", "longs_f"], float],
    ["all", "AddV2", ["some", "flags_f"], float],
    ["sum", "Sum", ["all", "axis"], { ...float, keep_dims: { b: false } }],
    ["above", "Greater", ["sum", "ten"], float],
  ],
  {
    "bytes:0": ["bytes", "DT_UINT8", [-1, 2]],
    longs: ["longs", "DT_INT64", [-1, 2]],
    flags: ["flags", "DT_BOOL", [-1, 2]],
  },
  { "sum:0": ["sum", "DT_FLOAT", [-1]], above: ["above", "DT_BOOL", [-1]] },
  { axis: { shape: [], values: [1], dtype: "int32" }, ten: { shape: [], values: [10] } },
)

const one = { x: ["x", "DT_FLOAT", [-1, 2]] } as const
const result = { y: ["y", "DT_FLOAT", [-1, 2]] } as const

/** Returns its feed `[1]` and a weight of 2 numbers, both unchanged. */
export const aliases = graphModel(
  [["y", "Identity", ["x"], float]],
  one,
  {
    ...result,
    weight: ["w", "DT_FLOAT", [2]],
  },
  { w: { shape: [2], values: [3, 4] } },
)

/** Returns the sum of the positions above 0, whose number is known only at run time. */
export const dynamicGraph = graphModel(
  [
    ["above", "Greater", ["x", "zero"], float],
    ["where", "Where", ["above"], { T: { type: "DT_BOOL" } }],
    ["places", "Cast", ["where"], { SrcT: { type: "DT_INT64" }, DstT: { type: "DT_FLOAT" } }],
    ["sum", "Sum", ["places", "axes"], { ...float, keep_dims: { b: false } }],
    ["y", "AddV2", ["x", "sum"], float],
  ],
  one,
  result,
  { zero: { shape: [], values: [0] }, axes: { shape: [2], values: [0, 1], dtype: "int32" } },
)

/** Multiplies `x`, `[N, 2]`, by one number, and returns a state `[2, N, 3]` unchanged. */
export const scaled = graphModel(
  [
    ["y", "Mul", ["x", "rate"], float],
    ["next", "Identity", ["state"], float],
  ],
  { ...one, rate: ["rate", "DT_FLOAT", []], state: ["state", "DT_FLOAT", [2, -1, 3]] },
  { ...result, next: ["next", "DT_FLOAT", [2, -1, 3]] },
)

/** Fails for any batch but one of 2 items. */
export const onlyPairs = graphModel([["y", "Reshape", ["x", "shape"], float]], one, result, {
  shape: { shape: [2], values: [2, 2], dtype: "int32" },
})

/** Multiplies by twice the unit matrix, by an operation that not all devices have. */
export const einsum = graphModel(
  [["y", "Einsum", ["x", "w"], { equation: { s: btoa("bi,ij->bj") }, N: { i: "2" }, ...float }]],
  one,
  result,
  { w: { shape: [2, 2], values: [2, 0, 0, 2] } },
)

/** Two operations that do not exist. */
export const unknownOps = graphModel(
  [
    ["z", "Dream", ["x"], float],
    ["y", "Sleep", ["z"], float],
  ],
  one,
  result,
)
