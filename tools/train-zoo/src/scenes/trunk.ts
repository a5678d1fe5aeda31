import { models } from "@pami/zoo"
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs"
import { readFile } from "node:fs/promises"
import type { Tf } from "../tensorflow.ts"
import { side } from "./preprocessing.ts"

/** Filters and stride of each 3 x 3 convolution of `scenes`; 14.2 million multiply-adds per image in total. */
export const convolutions = [
  [12, 2],
  [24, 2],
  [24, 1],
  [48, 2],
  [48, 1],
  [96, 2],
  [96, 1],
] as const

/** Convolutions with ReLU, from `image` on. */
export interface Trunk {
  readonly image: SymbolicTensor
  /** Outputs of the convolutions, in order. */
  readonly outputs: readonly SymbolicTensor[]
}

/** Returns untrained convolutions with these filters and strides. */
export function trunk(tf: Tf, seed: number, layers: readonly (readonly [number, number])[]): Trunk {
  const image = tf.input({ shape: [side, side, 3], name: "image" })
  const outputs: SymbolicTensor[] = []
  layers.forEach(([filters, strides], index) => {
    const layer = tf.layers.conv2d({
      name: `conv_${index}`,
      filters,
      strides,
      kernelSize: 3,
      padding: "same",
      activation: "relu",
      kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
    })
    outputs.push(layer.apply(outputs[index - 1] ?? image) as SymbolicTensor)
  })
  return { image, outputs }
}

/** Copies the weights of the trained `scenes`, or of another model, into the layers of a model with the same names and inputs. */
export async function beginWithScenes(
  tf: Tf,
  model: LayersModel,
  { tfjs }: Pick<(typeof models)["scenes" | "scenes-detect"], "tfjs"> = models.scenes,
): Promise<void> {
  const { modelTopology, weightsManifest } = JSON.parse(
    await readFile(new URL(tfjs["model.json"].href), "utf8"),
  )
  const bytes = await readFile(new URL(tfjs["weights.bin"].href))
  const weightData = new Uint8Array(bytes).buffer
  const trained = await tf.loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  })
  for (const layer of model.layers) {
    const weights = trained.layers.find(({ name }) => name === layer.name)?.getWeights() ?? []
    const own = layer.getWeights()
    // Classes may be fewer; the numbers that a layer reads must be the same.
    const fits = weights.length > 0 && `${weights[0].shape.slice(0, -1)}` === `${own[0]?.shape.slice(0, -1)}`
    if (fits)
      layer.setWeights(
        weights.map((tensor, index) =>
          tensor.slice(
            tensor.shape.map(() => 0),
            own[index].shape,
          ),
        ),
      )
  }
  trained.dispose()
}
