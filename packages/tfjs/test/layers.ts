/** A layer: `[class, name, names of the layers whose outputs it takes, the rest of its config]`. */
type Layer = readonly [className: string, name: string, inputs?: readonly string[], config?: object]

/** The files of a functional model, as tfjs-layers writes them, with weights of 0. */
export function layersModel(
  layers: readonly Layer[],
  outputs: readonly string[],
  weights: Readonly<Record<string, readonly number[]>> = {},
  userDefinedMetadata?: object,
): Record<string, Uint8Array> {
  const config = {
    name: "test",
    layers: layers.map(([class_name, name, inputs = [], rest = {}]) => ({
      name,
      class_name,
      config: { name, ...rest },
      inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
    })),
    input_layers: layers.filter(([kind]) => kind === "InputLayer").map(([, name]) => [name, 0, 0]),
    output_layers: outputs.map((name) => [name, 0, 0]),
  }
  const entries = Object.entries(weights).map(([name, shape]) => ({ name, shape, dtype: "float32" }))
  const elements = entries.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
  const json = {
    format: "layers-model",
    modelTopology: { class_name: "Model", config, keras_version: "tfjs-layers 4.22.0" },
    weightsManifest: [{ paths: ["weights.bin"], weights: entries }],
    ...(userDefinedMetadata && { userDefinedMetadata }),
  }
  return {
    "model.json": new TextEncoder().encode(JSON.stringify(json)),
    "weights.bin": new Uint8Array(4 * elements),
  }
}

/** An input of `[N, ...item]`. */
export function input(name: string, ...item: number[]): Layer {
  return ["InputLayer", name, [], { batch_input_shape: [null, ...item], dtype: "float32" }]
}
