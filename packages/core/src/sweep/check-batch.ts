import type { Model } from "../contracts/backend.ts"
import { type Finding, warning } from "../contracts/finding.ts"
import type { BoundTarget, Scale } from "../contracts/target.ts"
import { isAborted, messageOf } from "../error.ts"
import { peak } from "../read-out/maps.ts"
import { formatScore, nameTarget } from "../targets/scale.ts"
import type { Feeds } from "../contracts/tensor.ts"
import { itemOutputs } from "./item-outputs.ts"

// Runtimes may round differently for another batch size; a real mix-up of items is far larger than this.
const tolerance = 1e-3

/** Returns the largest difference that rounding explains: absolute for probabilities, relative to the scores for others. */
export function toleranceOf({ unit }: Scale, scores: Float64Array): number {
  return unit === "probability"
    ? tolerance
    : tolerance * scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
}

/** Runs a batch with the baseline first and the input last. Returns a finding if one of them scores differently than alone. */
export async function checkBatch(
  run: Model["run"],
  feeds: Feeds,
  {
    size,
    fixed,
    bound,
    original,
    baseline,
  }: {
    size: number
    fixed: boolean
    bound: BoundTarget
    original: Float64Array
    baseline: Float64Array
  },
): Promise<Finding | undefined> {
  const width = original.length
  const scores = new Float64Array(size * width)
  const slower = fixed ? "" : "; the model is therefore run one item at a time, which is slower"
  try {
    const outputs = await run(feeds)
    itemOutputs(outputs, size)
    bound.score(outputs, size, scores)
  } catch (error) {
    if (isAborted(error)) throw error
    return warning(
      "BATCH_FAILS",
      `${size} items at once fail (${messageOf(error)})${slower}`,
      "export it with a free batch axis throughout",
    )
  }
  const last = (size - 1) * width
  const off = Float64Array.from({ length: 2 * width }, (_, i) =>
    i < width ? Math.abs(scores[i] - baseline[i]) : Math.abs(scores[last + i - width] - original[i - width]),
  )
  const allowed = Math.max(toleranceOf(bound.scale, original), toleranceOf(bound.scale, baseline))
  const wrong = off.findIndex((difference) => !(difference <= allowed))
  if (wrong < 0) return undefined
  const worst = Number.isNaN(off[wrong]) ? wrong : peak(off)
  const masked = worst < width
  const place = worst % width
  const [alone, batched] = masked ? [baseline[place], scores[place]] : [original[place], scores[last + place]]
  const score = (value: number) => formatScore(value, bound.scale)
  return warning(
    "BATCH_DIFFERS",
    `in a batch of ${size}, as its ${masked ? "first" : "last"} item, ${masked ? "the fully masked input" : "the input"} scores ${score(batched)} for ${nameTarget(bound.targets[place], bound.scale)}; ` +
      `${fixed ? "beside other items" : "alone"} it scores ${score(alone)}, a difference of ${off[worst].toPrecision(2)}${slower}`,
    "check whether the model was exported for training (batch normalisation, dropout), and export it for inference; else compare with another runtime",
  )
}
