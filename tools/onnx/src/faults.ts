import { channelMeans, softmax } from "./fixtures.ts"
import { onnxModel, type OnnxInitializer, type OnnxNode, type OnnxValue } from "./model.ts"

const probabilities: OnnxValue = { name: "probabilities", dtype: "float32", shape: [null, 3] }

/** The colour classifier of `brightness()` with `steps` between its logits and the value `"adjusted"`, then softmax. */
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
 * Gives NaN for pictures whose mean over all channels lies inside an interval, and the right answer for others.
 *
 * @param options.between the interval, open; default: everything. `[0.01, 0.4]` spares black and bright pictures,
 *   so that the fault comes in mid-sweep.
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

/** Holds an operator that no runtime knows: `com.example.Frobnicate`. */
export function unsupportedOperator(): Uint8Array {
  return adjusted([{ op: "Frobnicate", domain: "com.example", inputs: ["logits"], outputs: ["adjusted"] }])
}

/** Declares a free batch, but reshapes to one item inside, as exporters that trace do: any other batch fails. */
export function bakedBatch(): Uint8Array {
  return adjusted(
    [{ op: "Reshape", inputs: ["logits", "one"], outputs: ["adjusted"] }],
    [{ name: "one", dtype: "int64", shape: [2], data: BigInt64Array.of(1n, 3n) }],
  )
}

/** What it says of an item depends on the others: the mean over the batch is subtracted from the logits. */
export function batchCoupled(): Uint8Array {
  const attributes = { axes: { ints: [0] } }
  return adjusted([
    { op: "ReduceMean", inputs: ["logits"], outputs: ["usual"], attributes },
    { op: "Sub", inputs: ["logits", "usual"], outputs: ["adjusted"] },
  ])
}

/**
 * Ends as classifiers exported from scikit-learn do: `"label"`, int64 `[N]`, and `"scores"`, which is no tensor but
 * a list of dictionaries.
 *
 * @param options.label whether there is the label too; default true
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
