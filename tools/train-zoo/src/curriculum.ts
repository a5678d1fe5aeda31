import { random } from "@pami/core/tensor"
import type { SceneOptions } from "@pami/zoo"
import { side } from "./preprocessing.ts"

// Everyday seeds (below 2^30) stay unseen by the model.
const firstTrainingSeed = 2 ** 30

/** Seed of training scene number `index`. */
export function trainingSeed(index: number): number {
  return firstTrainingSeed + index
}

/** What training scene number `index` looks like: from no object to four, in a wider range of sizes than usual. */
export function trainingOptions(index: number): SceneOptions {
  const next = random(trainingSeed(index) ^ 0x5bd1e995)
  const draw = next()
  const objects = draw < 0.08 ? 0 : draw < 0.4 ? 1 : draw < 0.75 ? 2 : draw < 0.93 ? 3 : 4
  return { width: side, objects, size: [0.22, 0.5], clutter: 1.4 * next() }
}
