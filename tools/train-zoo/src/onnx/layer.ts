import type { Tensor } from "@tensorflow/tfjs"
import type { Graph, Value } from "./graph.ts"

/** A layer of a tfjs LayersModel, as far as it is converted. */
export interface Layer {
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly weights: readonly Tensor[]
  /** Type of the first input. */
  readonly inputType: string
  /** Shape of the first input, with the batch, channels last. */
  readonly inputShape: readonly (number | null)[]
  /** Shape of the output, with the batch, channels last. */
  readonly outputShape: readonly (number | null)[]
}

/** Adds the nodes of a layer. Returns its output, which has the name of the layer. */
export type Convert = (graph: Graph, layer: Layer, inputs: readonly Value[]) => Value

const activations: Readonly<Record<string, string>> = {
  relu: "Relu",
  sigmoid: "Sigmoid",
  softmax: "Softmax",
  softplus: "Softplus",
  tanh: "Tanh",
}

/** Adds the activation of a layer, if it has one, behind the nodes that `add` adds. Returns the layer's name. */
export function activated(graph: Graph, { name, config }: Layer, add: (output: string) => void): string {
  const { activation = "linear" } = config
  if (activation === "linear") {
    add(name)
    return name
  }
  const op = activations[activation as string]
  if (op === undefined) throw new RangeError(`layer ${name}: unknown activation ${String(activation)}`)
  add(`${name}_linear`)
  return graph.node(op, [`${name}_linear`], name, op === "Softmax" ? { axis: { int: -1 } } : {})
}
