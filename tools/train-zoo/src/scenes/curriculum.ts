import { random } from "@pami/core/tensor"
import type { SceneOptions } from "@pami/zoo"
import { side } from "./preprocessing.ts"

// Seeds below 2^30, which users choose, are not used for training.
const firstTrainingSeed = 2 ** 30

/** Returns the seed of training scene `index`. */
export function trainingSeed(index: number): number {
  return firstTrainingSeed + index
}

/** Returns the options of training scene `index`: zero to four objects, in a wider range of sizes than the default. */
export function trainingOptions(index: number): SceneOptions {
  const next = random(trainingSeed(index) ^ 0x5bd1e995)
  const draw = next()
  const objects = draw < 0.08 ? 0 : draw < 0.4 ? 1 : draw < 0.75 ? 2 : draw < 0.93 ? 3 : 4
  return { width: side, objects, size: [0.22, 0.5], clutter: 1.4 * next() }
}
