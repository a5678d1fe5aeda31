import { fromHalf, sizeOf, toHalf } from "@pami/core/tensor"
import type { io, LayersModel } from "@tensorflow/tfjs"
import type { Tf } from "./tensorflow.ts"

/** Rounds the weights of two or more axes to float16. */
export function roundKernels(tf: Tf, model: LayersModel): void {
  for (const layer of model.layers)
    layer.setWeights(
      layer.getWeights().map((tensor) => {
        if (tensor.rank < 2) return tensor
        const rounded = Float32Array.from(tensor.dataSync(), (value) => fromHalf(toHalf(value)))
        return tf.tensor(rounded, tensor.shape)
      }),
    )
}

/**
 * Returns the network as a tfjs LayersModel: the text of `model.json` and the bytes of its weights file.
 *
 * @param half whether weights of two or more axes are stored in float16
 */
export async function toTfjs(
  model: LayersModel,
  weightsFile: string,
  half: boolean,
): Promise<{ json: string; weights: Uint8Array }> {
  const written: { json: string; weights: Uint8Array }[] = []
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const buffers = Array.isArray(weightData) ? weightData : [weightData!]
      const whole = Buffer.concat(buffers.map((buffer) => new Uint8Array(buffer)))
      const { specs, weights } = half ? halved(weightSpecs!, whole) : { specs: weightSpecs, weights: whole }
      const weightsManifest = [{ paths: [weightsFile], weights: specs }]
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

/** Returns the weights with those of two or more axes in float16. */
function halved(
  specs: readonly io.WeightsManifestEntry[],
  bytes: Uint8Array,
): { specs: io.WeightsManifestEntry[]; weights: Uint8Array } {
  const parts: Uint8Array[] = []
  let start = 0
  const stored = specs.map((spec) => {
    const length = sizeOf(spec.shape) * Float32Array.BYTES_PER_ELEMENT
    const part = new Uint8Array(bytes.subarray(start, start + length))
    start += length
    if (spec.shape.length < 2) {
      parts.push(part)
      return spec
    }
    parts.push(new Uint8Array(Uint16Array.from(new Float32Array(part.buffer), toHalf).buffer))
    return {
      ...spec,
      quantization: { dtype: "float16", original_dtype: "float32" },
    } as io.WeightsManifestEntry
  })
  return { specs: stored, weights: Buffer.concat(parts) }
}
