import type { Model } from "@pami/core"
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers"

/** The function at the end of a graph. */
export type Activation = NonNullable<Model["activations"]>[string]

// By the names of layers of TensorFlow.js and operations of TensorFlow, in lower case.
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

/** Returns the activation of an output of a model of layers, past layers that do not change single numbers. */
export function layersActivation(output: SymbolicTensor): Activation | undefined {
  const { sourceLayer, shape } = output
  // A model that is a layer of another.
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

/** The parts of an operation of a graph that are used here. */
export interface Operation {
  readonly op: string
  readonly inputs: readonly Operation[]
  readonly attrParams: Readonly<Record<string, { readonly value?: unknown } | undefined>>
}

const passing = ["Cast", "Identity", "PreventGradient", "Reshape", "Snapshot", "Squeeze", "StopGradient"]

/** Returns the activation of an output of a graph. */
export function graphActivation(operation: Operation | undefined): Activation | undefined {
  // Graphs may have cycles; no path to an activation is this long.
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

/** Returns whether an item of that shape is one row, so that reshaping keeps the numbers of a softmax together. */
function isOneRow(shape: readonly (number | null)[]): boolean {
  return shape.slice(1, -1).every((length) => length === 1)
}
