import { onnxModel } from "./onnx-model.ts"
import type { OnnxInitializer, OnnxNode, OnnxType, OnnxValue } from "./onnx-types.ts"

/** Labels of the classes, in order: class 0 is red. */
export const colours = ["red", "green", "blue"] as const

/** The image input of a model. */
export interface ImageOptions {
  /** Order of the axes: `[N, 3, H, W]` (the default) or `[N, H, W, 3]`. */
  readonly layout?: "nchw" | "nhwc"
  /** Element type of the input. Default `"float32"`; the model casts any other. */
  readonly dtype?: Exclude<OnnxType, "string" | "bool">
  /** Fixed length of the batch axis. Default `null`: free. */
  readonly batch?: number | null
  /** Fixed height and width in pixels. Default `null`: free. */
  readonly size?: number | null
}

/** A part of a graph, from an image to logits. */
export interface Piece {
  readonly input: OnnxValue
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
}

/**
 * Returns the graph from `"image"` to `"logits"`, `[N, 3]`: `gain` times the mean of each channel. The ground truth is
 * exact: a pixel adds its red value, divided by the number of pixels, to the logit of red.
 *
 * @param options.gain default 4, and 4 / 255 for integer inputs
 */
export function channelMeans(options: ImageOptions & { readonly gain?: number } = {}): Piece {
  const { layout = "nchw", dtype = "float32", batch = null, size = null } = options
  const whole = dtype.startsWith("int") || dtype.startsWith("uint")
  const { gain = whole ? 4 / 255 : 4 } = options
  const nodes: OnnxNode[] = []
  let image = "image"
  if (dtype !== "float32") {
    nodes.push({ op: "Cast", inputs: [image], outputs: ["floats"], attributes: { to: { int: 1 } } })
    image = "floats"
  }
  if (layout === "nhwc") {
    const attributes = { perm: { ints: [0, 3, 1, 2] } }
    nodes.push({ op: "Transpose", inputs: [image], outputs: ["planes"], attributes })
    image = "planes"
  }
  return {
    input: {
      name: "image",
      dtype,
      shape: layout === "nchw" ? [batch, 3, size, size] : [batch, size, size, 3],
    },
    nodes: [
      ...nodes,
      { op: "GlobalAveragePool", inputs: [image], outputs: ["pooled"] },
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

/** Returns a `Softmax` node over the classes. */
export function softmax(from: string, to: string): OnnxNode {
  return { op: "Softmax", inputs: [from], outputs: [to], attributes: { axis: { int: 1 } } }
}

/**
 * Returns a classifier of {@link colours} with exact ground truth: see {@link channelMeans}. It reads `"image"` and
 * gives one output, `[N, 3]`, named by `output`.
 *
 * @example
 * const model = await onnxruntimeNode().load(brightness())
 */
export function brightness(
  options: ImageOptions & {
    readonly gain?: number
    /** Name of the output. Softmax is part of the model unless this is `"logits"`. Default `"probabilities"`. */
    readonly output?: "probabilities" | "logits"
    /** Metadata stored in the file. Default: none. */
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

/** Returns a model that multiplies the logits of `"image"` `[N, 3, H, W]` by `"strength"` `[N, 1]` before softmax. */
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

/** Returns a model without a batch axis: `"image"` `[3, size, size]` to `"logits"` `[3]`, the mean of each channel. */
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

/** Returns a model with the outputs `"probabilities"` `[N, 3]` and `"brightest"` `[N, 1]`, the largest logit. */
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
