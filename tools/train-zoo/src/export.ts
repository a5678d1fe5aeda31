import { onnxModel, type OnnxInitializer, type OnnxNode } from "@pami/test-models"
import type { LayersModel, Tensor } from "@tensorflow/tfjs"
import { convolutions } from "./network.ts"
import { classes, side } from "./preprocessing.ts"

/**
 * Returns the network as ONNX: `image` `[N, 3, side, side]` to `logits` `[N, classes]`, with the weights of `model`.
 */
export function toOnnx(model: LayersModel, metadata: Readonly<Record<string, string>>): Uint8Array {
  const nodes: OnnxNode[] = []
  const initializers: OnnxInitializer[] = []
  const add = (name: string, shape: number[], data: Float32Array) =>
    initializers.push({ name, dtype: "float32", shape, data })
  let previous = "image"
  convolutions.forEach(([, stride], index) => {
    const [kernel, bias] = model.getLayer(`conv_${index}`).getWeights()
    add(`kernel_${index}`, [kernel.shape[3]!, kernel.shape[2]!, 3, 3], permuted(kernel, [3, 2, 0, 1]))
    add(`bias_${index}`, [bias.shape[0]!], bias.dataSync() as Float32Array)
    // TensorFlow's "same" padding of an even length at stride 2 is one-sided.
    const pads = stride === 2 ? [0, 0, 1, 1] : [1, 1, 1, 1]
    nodes.push(
      {
        op: "Conv",
        inputs: [previous, `kernel_${index}`, `bias_${index}`],
        outputs: [`conv_${index}`],
        attributes: {
          kernel_shape: { ints: [3, 3] },
          strides: { ints: [stride, stride] },
          pads: { ints: pads },
        },
      },
      { op: "Relu", inputs: [`conv_${index}`], outputs: [`relu_${index}`] },
    )
    previous = `relu_${index}`
  })
  const [weights, bias] = model.getLayer("logits").getWeights()
  add("weights", weights.shape as number[], weights.dataSync() as Float32Array)
  add("bias", [classes.length], bias.dataSync() as Float32Array)
  nodes.push(
    { op: "GlobalMaxPool", inputs: [previous], outputs: ["maximum"] },
    { op: "Flatten", inputs: ["maximum"], outputs: ["features"] },
    { op: "Gemm", inputs: ["features", "weights", "bias"], outputs: ["logits"] },
  )
  return onnxModel({
    name: "scenes",
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, classes.length] }],
    nodes,
    initializers,
    producer: "pami train-zoo",
    metadata,
  })
}

function permuted(tensor: Tensor, axes: number[]): Float32Array {
  const turned = tensor.transpose(axes)
  const data = turned.dataSync() as Float32Array
  turned.dispose()
  return data
}

/** Returns the network as a tfjs LayersModel: the text of `model.json` and the bytes of its weights file. */
export async function toTfjs(
  model: LayersModel,
  weightsFile: string,
): Promise<{ json: string; weights: Uint8Array }> {
  const written: { json: string; weights: Uint8Array }[] = []
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const buffers = Array.isArray(weightData) ? weightData : [weightData!]
      const weights = Buffer.concat(buffers.map((buffer) => new Uint8Array(buffer)))
      const weightsManifest = [{ paths: [weightsFile], weights: weightSpecs }]
      const content = {
        format: "layers-model",
        generatedBy: "pami train-zoo",
        convertedBy: null,
        modelTopology,
        weightsManifest,
      }
      written.push({ json: `${JSON.stringify(content)}\n`, weights })
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } }
    },
  })
  return written[0]
}
