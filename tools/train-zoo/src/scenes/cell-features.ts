import type { SymbolicTensor } from "@tensorflow/tfjs"
import type { Tf } from "../tensorflow.ts"
import { join } from "./neck.ts"
import { convolutions, trunk } from "./trunk.ts"

/** Pixels of a cell on each axis. */
export const stride = 8

/** Features of the cells of an image, from `image` on. */
export interface CellFeatures {
  readonly image: SymbolicTensor
  /** `[N, 12, 12, 32]`. */
  readonly features: SymbolicTensor
}

/** Returns untrained convolutions up to the features that objects are detected by. */
export function cellFeatures(tf: Tf, seed: number): CellFeatures {
  const { image, outputs } = trunk(tf, seed, convolutions)
  const middle = join(tf, "middle", seed + 90, outputs[6], outputs[4], 32)
  const head = tf.layers.conv2d({
    name: "head",
    filters: 32,
    kernelSize: 3,
    padding: "same",
    activation: "relu",
    kernelInitializer: tf.initializers.heNormal({ seed: seed + 91 }),
  })
  return { image, features: head.apply(middle) as SymbolicTensor }
}
