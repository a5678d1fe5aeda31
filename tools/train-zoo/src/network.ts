import type { LayersModel } from "@tensorflow/tfjs"
import { classes, side } from "./preprocessing.ts"
import type { Tf } from "./tensorflow.ts"

/** Filters and stride of each 3x3 convolution; 14.2 million multiply-adds per image in total. */
export const convolutions = [
  [12, 2],
  [24, 2],
  [24, 1],
  [48, 2],
  [48, 1],
  [96, 2],
  [96, 1],
] as const

/**
 * Returns an untrained classifier: convolutions with ReLU, the maximum over all positions, one dense layer to the
 * logits. The maximum makes the prediction independent of the position and of the preserved area.
 */
export function network(tf: Tf, seed: number): LayersModel {
  const model = tf.sequential({ name: "scenes" })
  convolutions.forEach(([filters, strides], index) => {
    model.add(
      tf.layers.conv2d({
        name: `conv_${index}`,
        filters,
        strides,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        kernelInitializer: tf.initializers.heNormal({ seed: seed + index }),
        ...(index === 0 ? { inputShape: [side, side, 3] } : {}),
      }),
    )
  })
  model.add(tf.layers.globalMaxPooling2d({ name: "maximum" }))
  const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + convolutions.length })
  model.add(tf.layers.dense({ name: "logits", units: classes.length, kernelInitializer }))
  return model
}
