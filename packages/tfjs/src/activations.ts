import type { Model } from "@pami/core"
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers"

/** The function that ends a graph, where it is one of these. */
export type Activation = NonNullable<Model["activations"]>[string]

// As layers of TensorFlow.js call them, and as operations of TensorFlow.
const byName: Readonly<Record<string, Activation>> = {
  softmax: "softmax",
  logsoftmax: "log-softmax",
  sigmoid: "sigmoid",
}

const inTraining = [
  "ActivityRegularization",
  "AlphaDropout",
  "Dropout",
  "GaussianDropout",
  "GaussianNoise",
  "SpatialDropout1D",
]

/** The function that ends an output of a model of layers. What does nothing to single numbers is passed over. */
export function layersActivation(output: SymbolicTensor): Activation | undefined {
  const { sourceLayer, shape } = output
  // A model as a layer of another.
  if ("layers" in sourceLayer)
    return layersActivation((sourceLayer as LayersModel).outputs[output.outputTensorIndex ?? 0])
  const kind = sourceLayer.getClassName()
  const { activation, axis } = sourceLayer.getConfig() as { activation?: unknown; axis?: unknown }
  if (kind === "Softmax") return isLast(axis, shape) ? "softmax" : undefined
  const name = typeof activation === "string" ? activation.toLowerCase() : "linear"
  if (name !== "linear") return Object.hasOwn(byName, name) ? byName[name] : undefined
  const isShape = kind === "Reshape" || kind === "Flatten"
  if (!isShape && kind !== "Activation" && !inTraining.includes(kind)) return undefined
  const { inputs } = output
  if (inputs?.length !== 1) return undefined
  const found = layersActivation(inputs[0])
  return isShape && found !== "sigmoid" && !isOneRow(inputs[0].shape) ? undefined : found
}

/** What is asked of an operation of a graph. */
export interface Operation {
  readonly op: string
  readonly inputs: readonly Operation[]
  readonly attrParams: Readonly<Record<string, { readonly value?: unknown } | undefined>>
}

const passing = ["Cast", "Identity", "PreventGradient", "Reshape", "Snapshot", "Squeeze", "StopGradient"]

/** The function that ends an output of a graph. */
export function graphActivation(operation: Operation | undefined): Activation | undefined {
  // Graphs may have circles; none that ends with one of these functions is so long.
  for (let steps = 0; operation !== undefined && steps < 32; steps++) {
    const { op, inputs, attrParams } = operation
    const fused = attrParams["fusedOps"]?.value
    const last = Array.isArray(fused) ? String(fused.at(-1)).toLowerCase() : op.toLowerCase()
    if (Object.hasOwn(byName, last)) return byName[last]
    operation = passing.includes(op) ? inputs[0] : undefined
  }
  return undefined
}

function isLast(axis: unknown, shape: readonly (number | null)[]): boolean {
  return axis === undefined || axis === -1 || axis === shape.length - 1
}

/** Whether an item of that shape is one row, so that another shape leaves together what a softmax divides among. */
function isOneRow(shape: readonly (number | null)[]): boolean {
  return shape.slice(1, -1).every((length) => length === 1)
}
