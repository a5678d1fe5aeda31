/** A layer of a tfjs model, with its weights. */
export interface Layer {
  readonly type: string
  readonly name: string
  readonly config?: Readonly<Record<string, unknown>>
  /** Names of the layers that feed this one; absent for an input. */
  readonly from?: readonly string[]
  readonly weights?: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>
}

/** Returns the files of a functional tfjs LayersModel: the text of `model.json` and the bytes of `weights.bin`. */
export function layersModel(
  name: string,
  layers: readonly Layer[],
  outputs: readonly string[],
  path = "weights.bin",
): { json: string; weights: Uint8Array } {
  const weights = layers.flatMap(({ name, weights = {} }) =>
    Object.entries(weights).map(([which, weight]) => ({ name: `${name}/${which}`, ...weight })),
  )
  const inputs = layers.filter(({ from }) => from === undefined).map(({ name }) => name)
  const content = {
    format: "layers-model",
    generatedBy: "pami conformance",
    convertedBy: null,
    modelTopology: {
      class_name: "Model",
      config: {
        name,
        layers: layers.map(({ type, name, config = {}, from }) => ({
          name,
          class_name: type,
          config: { name, trainable: true, ...config },
          inbound_nodes: from === undefined ? [] : [from.map((layer) => [layer, 0, 0, {}])],
        })),
        input_layers: inputs.map((layer) => [layer, 0, 0]),
        output_layers: outputs.map((layer) => [layer, 0, 0]),
      },
      keras_version: "tfjs-layers 4.22.0",
      backend: "tensor_flow.js",
    },
    weightsManifest: [
      {
        paths: [path],
        weights: weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
      },
    ],
  }
  const numbers = Float32Array.from(weights.flatMap(({ data }) => [...data]))
  return { json: `${JSON.stringify(content, null, 1)}\n`, weights: new Uint8Array(numbers.buffer) }
}

/** Returns an input layer. */
export function input(name: string, shape: readonly (number | null)[], dtype = "float32"): Layer {
  return { type: "InputLayer", name, config: { batch_input_shape: shape, dtype, sparse: false } }
}

/** Returns a dense layer `[inputs] x [inputs, units] + [units]`. Default of `bias`: none. */
export function dense(
  name: string,
  from: string,
  kernel: readonly (readonly number[])[],
  bias?: readonly number[],
  activation = "linear",
): Layer {
  const units = kernel[0].length
  return {
    type: "Dense",
    name,
    from: [from],
    config: { units, activation, use_bias: bias !== undefined },
    weights: {
      kernel: { shape: [kernel.length, units], data: Float32Array.from(kernel.flat()) },
      ...(bias === undefined ? {} : { bias: { shape: [units], data: Float32Array.from(bias) } }),
    },
  }
}
