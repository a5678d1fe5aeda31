import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Tf } from "../tensorflow.ts"

/**
 * Returns a 3 x 3 convolution with ReLU over fine features, and coarse features enlarged to their size: the way up of a
 * U-Net (Ronneberger et al. 2015).
 */
export function join(
  tf: Tf,
  name: string,
  seed: number,
  coarse: SymbolicTensor,
  fine: SymbolicTensor,
  filters: number,
): SymbolicTensor {
  const up = tf.layers.upSampling2d({ name: `${name}_up`, size: [2, 2], dataFormat: "channelsLast" })
  const both = tf.layers
    .concatenate({ name: `${name}_both` })
    .apply([up.apply(coarse) as SymbolicTensor, fine])
  const layer = tf.layers.conv2d({
    name,
    filters,
    kernelSize: 3,
    padding: "same",
    activation: "relu",
    kernelInitializer: tf.initializers.heNormal({ seed }),
  })
  return layer.apply(both) as SymbolicTensor
}
