/**
 * Returns a function that chooses all classes whose score reaches the threshold, highest first: the positive labels of a
 * model of several labels, all from one sweep. If no class reaches it, it chooses the one of highest score, so that there is
 * a map; its score then says that the model is not convinced. Use it as `classes` of `classProbability`.
 *
 * @param threshold of a probability. Default 0.5
 * @throws RangeError for a threshold that is not a number
 *
 * @example
 * import { classProbability } from "@pami/core"
 *
 * const target = classProbability({ activation: "sigmoid", classes: positiveClasses(0.5) })
 * console.log(positiveClasses()(Float64Array.of(0.7, 0.1, 0.9)).join()) // 2,0
 */
export function positiveClasses(threshold = 0.5): (prediction: Float64Array) => number[] {
  if (!Number.isFinite(threshold)) throw new RangeError(`threshold must be a number, got ${threshold}`)
  return (prediction) => {
    const sorted = Array.from(prediction.keys()).sort((a, b) => prediction[b] - prediction[a])
    const positive = sorted.filter((id) => prediction[id] >= threshold)
    return positive.length > 0 ? positive : sorted.slice(0, 1)
  }
}
