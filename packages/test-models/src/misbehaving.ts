import { channelMeans, softmax } from "./colour-classifier.ts"
import { onnxModel } from "./onnx-model.ts"
import type { OnnxInitializer, OnnxNode, OnnxValue } from "./onnx-types.ts"

const probabilities: OnnxValue = { name: "probabilities", dtype: "float32", shape: [null, 3] }

/** Returns the classifier of `brightness()` with `steps` from its `"logits"` to `"adjusted"`, before softmax. */
function adjusted(steps: readonly OnnxNode[], constants: readonly OnnxInitializer[] = []): Uint8Array {
  const { input, nodes, initializers } = channelMeans()
  return onnxModel({
    inputs: [input],
    outputs: [probabilities],
    nodes: [...nodes, ...steps, softmax("adjusted", "probabilities")],
    initializers: [...initializers, ...constants],
  })
}

function scalar(name: string, value: number): OnnxInitializer {
  return { name, dtype: "float32", shape: [], data: Float32Array.of(value) }
}

/**
 * Returns a model that gives NaN for images whose mean lies inside an interval, and correct outputs for others.
 *
 * @param options.between the open interval; default: all numbers. `[0.01, 0.4]` excludes black and bright images, so
 *   that the first NaN appears in the middle of a sweep.
 */
export function returnsNaN(options: { readonly between?: readonly [number, number] } = {}): Uint8Array {
  const [low, high] = options.between ?? [-Infinity, Infinity]
  return adjusted(
    [
      { op: "ReduceMean", inputs: ["means"], outputs: ["mean"], attributes: { axes: { ints: [1] } } },
      { op: "Sub", inputs: ["mean", "low"], outputs: ["above"] },
      { op: "Sub", inputs: ["mean", "high"], outputs: ["below"] },
      { op: "Mul", inputs: ["above", "below"], outputs: ["sign"] },
      { op: "Sqrt", inputs: ["sign"], outputs: ["root"] },
      { op: "Mul", inputs: ["root", "zero"], outputs: ["nothing"] },
      { op: "Add", inputs: ["logits", "nothing"], outputs: ["adjusted"] },
    ],
    [scalar("low", low), scalar("high", high), scalar("zero", 0)],
  )
}

/** Returns a model with an operator that no runtime implements: `com.example.Frobnicate`. */
export function unsupportedOperator(): Uint8Array {
  return adjusted([{ op: "Frobnicate", domain: "com.example", inputs: ["logits"], outputs: ["adjusted"] }])
}

/** Returns a model that declares a free batch axis but reshapes to one item, like some traced exports: other batches fail. */
export function bakedBatch(): Uint8Array {
  return adjusted(
    [{ op: "Reshape", inputs: ["logits", "one"], outputs: ["adjusted"] }],
    [{ name: "one", dtype: "int64", shape: [2], data: BigInt64Array.of(1n, 3n) }],
  )
}

/** Returns a model whose items influence each other: it subtracts the mean over the batch from the logits. */
export function batchCoupled(): Uint8Array {
  const attributes = { axes: { ints: [0] } }
  return adjusted([
    { op: "ReduceMean", inputs: ["logits"], outputs: ["usual"], attributes },
    { op: "Sub", inputs: ["logits", "usual"], outputs: ["adjusted"] },
  ])
}

/**
 * Returns a model with the outputs of a classifier exported from scikit-learn: `"label"`, int64 `[N]`, and `"scores"`,
 * a sequence of maps instead of a tensor.
 *
 * @param options.label whether the model has the output `"label"`; default true
 */
export function dictionaries(options: { readonly label?: boolean } = {}): Uint8Array {
  const { label = true } = options
  const { input, nodes, initializers } = channelMeans()
  const classes = { classlabels_int64s: { ints: [0, 1, 2] } }
  const most = { axis: { int: 1 }, keepdims: { int: 0 } }
  const scores: OnnxValue = { name: "scores", dtype: "float32", shape: [], container: "sequence of maps" }
  return onnxModel({
    inputs: [input],
    outputs: label ? [{ name: "label", dtype: "int64", shape: [null] }, scores] : [scores],
    nodes: [
      ...nodes,
      softmax("logits", "probabilities"),
      {
        op: "ZipMap",
        domain: "ai.onnx.ml",
        inputs: ["probabilities"],
        outputs: ["scores"],
        attributes: classes,
      },
      ...(label ? [{ op: "ArgMax", inputs: ["logits"], outputs: ["label"], attributes: most }] : []),
    ],
    initializers,
  })
}
