import type { Model } from "@pami/core"
import { toPixels, toTensor } from "@pami/image"
import { models, type Scene, scene, type SceneOptions } from "@pami/zoo"
import { availableParallelism } from "node:os"
import { answers, type Rows } from "../answers.ts"
import { type Pool, renderPool } from "./pool.ts"
import { side } from "./preprocessing.ts"

/** Returns the training scenes that the models share, rendered on all cores. */
export async function trainingScenes(say: (line: string) => void, size = 8000): Promise<Pool> {
  const pool = await renderPool(size, Math.min(8, availableParallelism()))
  say(`${pool.size} training scenes drawn`)
  return pool
}

/** Returns unseen scenes. These ranges of seeds overlap neither with each other nor with the training scenes. */
export function unseen(count: number, options: SceneOptions, range: 1 | 2 | 3 = 1): Scene[] {
  return Array.from({ length: count }, (_, index) =>
    scene(900_000_000 + 10_000_000 * range + index, { ...options, width: side }),
  )
}

/** Runs a model on scenes. Returns the rows of its output. */
export function answersTo(model: Model, scenes: readonly Scene[]): Promise<Rows> {
  return answers(model, scenes.length, (index) => {
    const { width, height, pixels } = scenes[index]
    return toTensor(toPixels({ width, height, data: pixels }), models.scenes.preprocessing)
  })
}
