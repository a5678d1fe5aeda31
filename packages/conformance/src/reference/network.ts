import { type DType, PamiError, type TensorInfo } from "@pami/core"
import { layers } from "./layers.ts"
import type { Config, Topology, Value, Weight } from "./types.ts"

/** A network from inputs to outputs, both with the names of their layers. */
export interface Network {
  readonly inputs: readonly TensorInfo[]
  run(inputs: Readonly<Record<string, Value>>): Record<string, Value>
}

interface Step {
  readonly name: string
  readonly from: readonly string[]
  readonly apply: (inputs: readonly Value[]) => Value
}

/**
 * Builds the network of a topology.
 *
 * @throws PamiError `MODEL_UNSUPPORTED` for an unknown layer, or an unknown setting of a layer
 */
export function networkOf(topology: Topology, weights: ReadonlyMap<string, Weight>, file: string): Network {
  const { class_name: kind, config } = topology.model_config ?? topology
  if (config === undefined || (kind !== "Sequential" && kind !== "Model" && kind !== "Functional"))
    throw new PamiError("MODEL_UNSUPPORTED", `${file} is a ${kind}, neither Sequential nor Functional`)
  const inputs: TensorInfo[] = []
  const steps: Step[] = []
  const add = (name: string, { batch_input_shape: shape, dtype = "float32" }: Config) =>
    inputs.push({ name, dtype: dtype as DType, shape: shape ?? [null] })
  let previous = ""
  for (const { class_name: type, config: own, inbound_nodes: nodes = [] } of config.layers) {
    if (type === "InputLayer") add(own.name, own)
    else {
      const make = layers[type]
      if (make === undefined)
        throw new PamiError(
          "MODEL_UNSUPPORTED",
          `${file} has a layer ${type}; the reference backend supports ${Object.keys(layers).join(", ")}`,
        )
      // A Sequential without an input layer declares its input on the first layer.
      if (previous === "" && own.batch_input_shape !== undefined) add((previous = `${own.name}_input`), own)
      const from = kind === "Sequential" ? [previous] : nodes[0].map(([layer]) => layer)
      const weight = (which: string) => weights.get(`${own.name}/${which}`)
      steps.push({ name: own.name, from, apply: make(own, weight) })
    }
    previous = own.name
  }
  const outputs = kind === "Sequential" ? [previous] : (config.output_layers ?? []).map(([layer]) => layer)
  const order = config.input_layers?.map(([layer]) => layer) ?? inputs.map(({ name }) => name)
  return {
    inputs: order.map((name) => inputs.find((input) => input.name === name)!),
    run(values) {
      const known = new Map(Object.entries(values))
      for (const { name, from, apply } of steps)
        known.set(name, apply(from.map((layer) => known.get(layer)!)))
      return Object.fromEntries(outputs.map((name) => [name, known.get(name)!]))
    },
  }
}
