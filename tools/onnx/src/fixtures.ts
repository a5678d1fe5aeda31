import { onnxModel, type OnnxInitializer, type OnnxNode, type OnnxType, type OnnxValue } from "./model.ts"

/** What the classes of the colour fixtures stand for, by number. */
export const colours = ["red", "green", "blue"] as const

/** What kind of picture a fixture takes. */
export interface PictureOptions {
  /** Order of the axes: `[N, 3, H, W]` (the default) or `[N, H, W, 3]`. */
  readonly layout?: "nchw" | "nhwc"
  /** Element type of the input. Default `"float32"`; any other is cast inside. */
  readonly dtype?: Exclude<OnnxType, "string" | "bool">
  /** Fixed length of the batch axis. Default `null`: free. */
  readonly batch?: number | null
  /** Height and width in pixels, both. Default `null`: free. */
  readonly size?: number | null
}

/** A piece of graph, to be spread into {@link onnxModel}'s options. */
export interface Piece {
  readonly input: OnnxValue
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
}

/**
 * Takes the picture `"image"` and makes `"logits"`, `[N, 3]`: `gain` times the mean of each channel. So the truth
 * about every pixel is known: it adds its own red, divided by the number of pixels, to the score of red.
 *
 * @param gain default 4, and 4 / 255 for integer inputs
 */
export function channelMeans(options: PictureOptions & { readonly gain?: number } = {}): Piece {
  const { layout = "nchw", dtype = "float32", batch = null, size = null } = options
  const whole = dtype.startsWith("int") || dtype.startsWith("uint")
  const { gain = whole ? 4 / 255 : 4 } = options
  const nodes: OnnxNode[] = []
  let picture = "image"
  if (dtype !== "float32") {
    nodes.push({ op: "Cast", inputs: [picture], outputs: ["floats"], attributes: { to: { int: 1 } } })
    picture = "floats"
  }
  if (layout === "nhwc") {
    const attributes = { perm: { ints: [0, 3, 1, 2] } }
    nodes.push({ op: "Transpose", inputs: [picture], outputs: ["planes"], attributes })
    picture = "planes"
  }
  return {
    input: {
      name: "image",
      dtype,
      shape: layout === "nchw" ? [batch, 3, size, size] : [batch, size, size, 3],
    },
    nodes: [
      ...nodes,
      { op: "GlobalAveragePool", inputs: [picture], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["means"] },
      { op: "Gemm", inputs: ["means", "weights"], outputs: ["logits"] },
    ],
    initializers: [
      {
        name: "weights",
        dtype: "float32",
        shape: [3, 3],
        data: Float32Array.of(gain, 0, 0, 0, gain, 0, 0, 0, gain),
      },
    ],
  }
}

/** `Softmax` over the classes, from one named value to another. */
export function softmax(from: string, to: string): OnnxNode {
  return { op: "Softmax", inputs: [from], outputs: [to], attributes: { axis: { int: 1 } } }
}

/**
 * A classifier of {@link colours} with exact ground truth: see {@link channelMeans}. Input `"image"`; its only
 * output, `[N, 3]`, is named as `output` says.
 */
export function brightness(
  options: PictureOptions & {
    readonly gain?: number
    /** Whether softmax is part of the model. Default `"probabilities"`. */
    readonly output?: "probabilities" | "logits"
    /** Key-value pairs recorded in the file. Default: none. */
    readonly metadata?: Readonly<Record<string, string>>
  } = {},
): Uint8Array {
  const { output = "probabilities", metadata = {}, batch = null } = options
  const { input, nodes, initializers } = channelMeans(options)
  return onnxModel({
    name: "brightness",
    inputs: [input],
    outputs: [{ name: output, dtype: "float32", shape: [batch, 3] }],
    nodes: output === "logits" ? nodes : [...nodes, softmax("logits", "probabilities")],
    initializers,
    metadata,
  })
}

/** Takes `"image"` `[N, 3, H, W]` and `"strength"` `[N, 1]`, by which it multiplies the logits before softmax. */
export function twoInputs(): Uint8Array {
  const { input, nodes, initializers } = channelMeans()
  return onnxModel({
    inputs: [input, { name: "strength", dtype: "float32", shape: [null, 1] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 3] }],
    nodes: [
      ...nodes,
      { op: "Mul", inputs: ["logits", "strength"], outputs: ["scaled"] },
      softmax("scaled", "probabilities"),
    ],
    initializers,
  })
}

/**
 * A recurrent step: `"x"` `[N, 2]`, `"state"` `[2, N, 2]` and the scalar `"gain"` give `"y"` `[N, 2]`, which is
 * `gain * x + state[0] + 10 * state[1]`, and the next `"state_out"` `[2, N, 2]`, the state plus one.
 *
 * @param options.named whether the batch axis has a name; default true
 */
export function recurrent(options: { readonly named?: boolean } = {}): Uint8Array {
  const batch = (options.named ?? true) ? "N" : ""
  const state = { dtype: "float32", shape: [2, batch, 2] } as const
  const item = { dtype: "float32", shape: [batch, 2] } as const
  const weights = Float32Array.of(1, 10)
  return onnxModel({
    inputs: [
      { name: "x", ...item },
      { name: "state", ...state },
      { name: "gain", dtype: "float32", shape: [] },
    ],
    outputs: [
      { name: "y", ...item },
      { name: "state_out", ...state },
    ],
    nodes: [
      { op: "Mul", inputs: ["x", "gain"], outputs: ["scaled"] },
      { op: "Mul", inputs: ["state", "weights"], outputs: ["weighted"] },
      {
        op: "ReduceMean",
        inputs: ["weighted"],
        outputs: ["mean"],
        attributes: { axes: { ints: [0] }, keepdims: { int: 0 } },
      },
      { op: "Mul", inputs: ["mean", "two"], outputs: ["sum"] },
      { op: "Add", inputs: ["scaled", "sum"], outputs: ["y"] },
      { op: "Add", inputs: ["state", "one"], outputs: ["state_out"] },
    ],
    initializers: [
      { name: "weights", dtype: "float32", shape: [2, 1, 1], data: weights },
      { name: "one", dtype: "float32", shape: [], data: Float32Array.of(1) },
      { name: "two", dtype: "float32", shape: [], data: Float32Array.of(2) },
    ],
  })
}

/** {@link brightness} of one picture: `"image"` `[3, size, size]` to `"logits"` `[3]`, without a batch. */
export function withoutBatch(size: number): Uint8Array {
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [3, size, size] }],
    outputs: [{ name: "logits", dtype: "float32", shape: [3] }],
    nodes: [
      {
        op: "ReduceMean",
        inputs: ["image"],
        outputs: ["logits"],
        attributes: { axes: { ints: [1, 2] }, keepdims: { int: 0 } },
      },
    ],
  })
}

/** Gives `"probabilities"` `[N, 3]` and, of another length, `"brightest"` `[N, 1]`: the largest logit. */
export function twoOutputs(): Uint8Array {
  const { input, nodes, initializers } = channelMeans()
  return onnxModel({
    inputs: [input],
    outputs: [
      { name: "probabilities", dtype: "float32", shape: [null, 3] },
      { name: "brightest", dtype: "float32", shape: [null, 1] },
    ],
    nodes: [
      ...nodes,
      softmax("logits", "probabilities"),
      { op: "ReduceMax", inputs: ["logits"], outputs: ["brightest"], attributes: { axes: { ints: [1] } } },
    ],
    initializers,
  })
}

/**
 * A convolutional net with arbitrary weights, for what must hold of any model: two strided convolutions and one
 * linear layer, `"image"` `[N, 3, size, size]` to `"probabilities"` `[N, 10]`.
 *
 * @param options.weight gives the weights one by one, in [0, 1): a seeded generator
 * @param options.size in pixels, default 32
 */
export function convolutions(options: { readonly weight: () => number; readonly size?: number }): Uint8Array {
  const { weight, size = 32 } = options
  const constant = (name: string, shape: readonly number[]): OnnxInitializer => {
    const length = shape.reduce((product, axis) => product * axis, 1)
    const reach = Math.sqrt(6 / (length / shape[0]))
    return {
      name,
      dtype: "float32",
      shape,
      data: Float32Array.from({ length }, () => (2 * weight() - 1) * reach),
    }
  }
  const attributes = { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, size, size] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 10] }],
    nodes: [
      { op: "Conv", inputs: ["image", "first"], outputs: ["a"], attributes },
      { op: "Relu", inputs: ["a"], outputs: ["b"] },
      { op: "Conv", inputs: ["b", "second"], outputs: ["c"], attributes },
      { op: "Relu", inputs: ["c"], outputs: ["d"] },
      { op: "GlobalAveragePool", inputs: ["d"], outputs: ["e"] },
      { op: "Flatten", inputs: ["e"], outputs: ["f"] },
      { op: "Gemm", inputs: ["f", "last"], outputs: ["g"], attributes: { transB: { int: 1 } } },
      softmax("g", "probabilities"),
    ],
    initializers: [
      constant("first", [16, 3, 3, 3]),
      constant("second", [32, 16, 3, 3]),
      constant("last", [10, 32]),
    ],
  })
}
