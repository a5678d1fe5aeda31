import { readFile } from "node:fs/promises"
import { shuffleWeights } from "@pami/backend-kit"
import { classProbability, explain } from "@pami/core"
import type { Backend, Model } from "@pami/core"
import { rankCorrelation } from "@pami/evaluation"
import { blur } from "@pami/image"
import { createMethod, methodNames, sharedSegmenter } from "@pami/methods"
import type { MethodName } from "@pami/methods"
import { models } from "@pami/zoo"
import { inputOf } from "./subject.ts"
import type { Subject } from "./subject.ts"
import { mean } from "./mean.ts"

/** How far the maps of a method agree with those for a model with shuffled weights, by Spearman's rank correlation. */
export interface Sanity {
  readonly method: MethodName
  /** Of the maps of one input; 0 if one is flat. */
  readonly same: readonly number[]
  /** Of the map of an input with that of the next input for the shuffled model: smooth maps agree by chance as far. */
  readonly chance: readonly number[]
}

/** Opens the zoo's model with its weights shuffled. */
export async function shuffledZooModel(backend: Backend, seed: number): Promise<Model> {
  return await backend.load(shuffleWeights(await readFile(models.scenes.onnx), seed))
}

/** Returns the correlations of every method's maps of the first goal of each subject. */
export async function sanityOf(
  subjects: readonly Subject[],
  shuffled: Model,
  passes: number,
  methods: readonly MethodName[] = methodNames,
): Promise<Sanity[]> {
  const segmenter = sharedSegmenter()
  const maps = new Map<MethodName, { readonly learnt: Float32Array; readonly shuffled: Float32Array }[]>(
    methods.map((name) => [name, []]),
  )
  for (const subject of subjects) {
    const [{ target: id }] = subject.goals
    const input = await inputOf(subject, blur())
    const target = classProbability({ activation: "softmax", classes: [id] })
    for (const [name, pairs] of maps) {
      const { partitioner, read } = createMethod(name, { passes, segmenter })
      const mapOf = async (model: Model) => read(await explain({ model, input, target, partitioner }), id)
      pairs.push({ learnt: await mapOf(subject.model), shuffled: await mapOf(shuffled) })
    }
  }
  return [...maps].map(([method, pairs]) => {
    const correlate = (offset: number) =>
      pairs.map(({ learnt }, i) => rankCorrelation(learnt, pairs[(i + offset) % pairs.length].shuffled) || 0)
    return { method, same: correlate(0), chance: correlate(1) }
  })
}

/** Returns a row for each method, for `table`. */
export function sanityRows(results: readonly Sanity[]): Record<string, string | number>[] {
  const absolute = (values: readonly number[]) => mean(values.map(Math.abs)).toFixed(3)
  return results.map(({ method, same, chance }) => ({
    method,
    maps: same.length,
    mean: mean(same).toFixed(3),
    "mean absolute": absolute(same),
    "by chance": absolute(chance),
  }))
}
