import { onnxModel, type OnnxType, type OnnxValue } from "@pami/test-models"
import type { LayersModel } from "@tensorflow/tfjs"
import { Graph, type Value } from "./graph.ts"
import { layers } from "./layers.ts"

/**
 * Returns a tfjs LayersModel as an ONNX file with the same weights. Inputs and outputs have the names of their layers, and
 * those of four or more axes have their channels on axis 1, as is usual in ONNX. An input of int32 becomes one of int64.
 *
 * @param half whether the file stores kernels in float16
 *
 * @throws RangeError for a layer or an activation that has no counterpart here
 */
export function toOnnx(
  model: LayersModel,
  name: string,
  metadata: Readonly<Record<string, string>>,
  half: boolean,
): Uint8Array {
  const graph = new Graph(half)
  const values = new Map<string, Value>()
  const inputs: OnnxValue[] = []
  for (const layer of model.layers) {
    const output = layer.output as { shape: (number | null)[]; dtype: string }
    const rank = output.shape.length
    if (layer.getClassName() === "InputLayer") {
      const shape = outside(output.shape)
      const dtype: OnnxType = output.dtype === "int32" ? "int64" : "float32"
      inputs.push({ name: layer.name, dtype, shape })
      values.set(layer.name, { name: layer.name, rank, channelsFirst: rank > 3 })
      continue
    }
    const convert = layers[layer.getClassName()]
    if (convert === undefined)
      throw new RangeError(`layer ${layer.name}: no conversion of ${layer.getClassName()}`)
    const from = layer.inboundNodes[0].inboundLayers.map(({ name }) => values.get(name)!)
    const [input] = [layer.input].flat()
    const value = convert(
      graph,
      {
        name: layer.name,
        config: layer.getConfig(),
        weights: layer.getWeights(),
        inputType: input.dtype,
        inputShape: input.shape,
        outputShape: output.shape,
      },
      from,
    )
    values.set(layer.name, value)
  }
  const outputs = model.outputs.map(({ name: node, shape }): OnnxValue => {
    const name = node.split("/")[0]
    const value = values.get(name)!
    if (value.rank > 3 && !value.channelsFirst) throw new RangeError(`output ${name} has its channels last`)
    return { name, dtype: "float32", shape: value.rank > 3 ? outside(shape) : shape }
  })
  const { nodes, initializers } = graph
  return onnxModel({ name, inputs, outputs, nodes, initializers, producer: "pami train-zoo", metadata })
}

/** Returns the shape of an input or output in the file. */
function outside(shape: readonly (number | null)[]): readonly (number | null)[] {
  if (shape.length < 4) return shape
  return [shape[0], shape[shape.length - 1], ...shape.slice(1, -1)]
}
