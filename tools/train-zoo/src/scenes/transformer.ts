import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Tf } from "../tensorflow.ts"

/** Size of a transformer. */
export interface EncoderOptions {
  /** Pixels of a patch on each axis, which becomes one token. */
  readonly patch: number
  /** Length of a token. */
  readonly width: number
  readonly heads: number
  readonly blocks: number
  /** Length of the inner layer of each block. */
  readonly hidden: number
}

/**
 * Returns the tokens `[N, patches, width]` of a transformer encoder over an image `[N, rows, columns, channels]`.
 * Blocks are as in ViT (Dosovitskiy et al. 2021), with normalization before attention and before the dense layers. The
 * stem is convolutional (Xiao et al. 2021), and tokens know their position from a depthwise convolution with zero padding
 * (Chu et al. 2021), which no input of another size would break.
 */
export function encoder(
  tf: Tf,
  seed: number,
  image: SymbolicTensor,
  { patch, width, heads, blocks, hidden }: EncoderOptions,
): SymbolicTensor {
  const { layers } = tf
  const [rows, columns] = image.shape.slice(1, 3).map((length) => length! / patch)
  let used = seed
  const dense = (name: string, units: number, input: SymbolicTensor, relu = false) => {
    const kernelInitializer = tf.initializers.glorotNormal({ seed: used++ })
    const settings = relu ? { activation: "relu" as const } : {}
    return layers.dense({ name, units, kernelInitializer, ...settings }).apply(input) as SymbolicTensor
  }
  const sum = (name: string, inputs: SymbolicTensor[]) => layers.add({ name }).apply(inputs) as SymbolicTensor
  // Factors and offsets stay 1 and 0: the dense layers behind have their own, and tfjs takes their gradient slice by slice.
  const normal = (name: string, input: SymbolicTensor) => {
    const layer = layers.layerNormalization({ name, epsilon: 1e-5 })
    const output = layer.apply(input) as SymbolicTensor
    layer.trainable = false
    return output
  }

  const cut = layers.conv2d({
    name: "patches",
    filters: width,
    kernelSize: patch,
    strides: patch,
    kernelInitializer: tf.initializers.glorotNormal({ seed: used++ }),
  })
  const patches = cut.apply(image) as SymbolicTensor
  const place = layers.depthwiseConv2d({
    name: "place",
    kernelSize: 3,
    padding: "same",
    depthwiseInitializer: tf.initializers.glorotNormal({ seed: used++ }),
  })
  const placed = sum("placed", [patches, place.apply(patches) as SymbolicTensor])
  let tokens = layers
    .reshape({ name: "tokens", targetShape: [rows * columns, width] })
    .apply(placed) as SymbolicTensor

  for (let block = 0; block < blocks; block++) {
    const before = normal(`block_${block}_norm_1`, tokens)
    const mixed = Array.from({ length: heads }, (_, head) => {
      const name = `block_${block}_head_${head}`
      // The scale of the products is in the weights of the queries: they begin small.
      const queries = layers.dense({
        name: `${name}_query`,
        units: width / heads,
        kernelInitializer: tf.initializers.randomNormal({ mean: 0, stddev: 0.02, seed: used++ }),
      })
      const [query, key, value] = [
        queries.apply(before) as SymbolicTensor,
        dense(`${name}_key`, width / heads, before),
        dense(`${name}_value`, width / heads, before),
      ]
      const products = layers.dot({ name: `${name}_products`, axes: [2, 2] }).apply([query, key])
      const shares = layers.activation({ name: `${name}_shares`, activation: "softmax" }).apply(products)
      return layers
        .dot({ name: `${name}_mixed`, axes: [2, 1] })
        .apply([shares as SymbolicTensor, value]) as SymbolicTensor
    })
    const joined = layers.concatenate({ name: `block_${block}_heads` }).apply(mixed) as SymbolicTensor
    tokens = sum(`block_${block}_sum_1`, [tokens, dense(`block_${block}_out`, width, joined)])
    const inner = dense(`block_${block}_inner`, hidden, normal(`block_${block}_norm_2`, tokens), true)
    tokens = sum(`block_${block}_sum_2`, [tokens, dense(`block_${block}_outer`, width, inner)])
  }
  return normal("norm", tokens)
}
