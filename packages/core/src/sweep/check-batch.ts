import type { Model } from "../contracts/backend.ts"
import type { Finding } from "../contracts/finding.ts"
import type { BoundTarget, Scale } from "../contracts/target.ts"
import { isPamiError, PamiError } from "../error.ts"
import { peak } from "../read-out/read-out.ts"
import { formatScore, nameTarget } from "../targets/scale.ts"
import { formatShape } from "../tensors/shape.ts"
import type { Feeds, Tensors } from "../contracts/tensor.ts"

// Runtimes may round differently for another batch size; a real mix-up of items is far larger than this.
const tolerance = 1e-3

/** Returns the largest difference that rounding explains: absolute for probabilities, else relative to the scores. */
export function toleranceOf({ unit }: Scale, scores: Float64Array): number {
  return unit === "probability"
    ? tolerance
    : tolerance * scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
}

/** Runs a batch whose first item is the baseline and whose last is the input; returns a finding when one of them scores differently than alone. */
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
    bound.score(expectBatch(await run(feeds), size), size, scores)
  } catch (error) {
    if (isPamiError(error) && error.code === "ABORTED") throw error
    return {
      code: "BATCH_FAILS",
      level: "warning",
      message: `${size} items at once fail (${error instanceof Error ? error.message : String(error)})${slower}`,
      fix: "export it with a free batch axis throughout",
    }
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
  return {
    code: "BATCH_DIFFERS",
    level: "warning",
    message:
      `in a batch of ${size}, as its ${masked ? "first" : "last"} item, ${masked ? "the fully masked input" : "the input"} scores ${score(batched)} for ${nameTarget(bound.targets[place], bound.scale)}; ` +
      `${fixed ? "beside other items" : "alone"} it scores ${score(alone)}, a difference of ${off[worst].toPrecision(2)}${slower}`,
    fix: "check whether the model was exported for training (batch normalisation, dropout), and export it for inference; else compare with another runtime",
  }
}

function expectBatch(outputs: Tensors, items: number): Tensors {
  const wrong = Object.entries(outputs).filter(([, { shape }]) => shape[0] !== items)
  if (wrong.length === Object.keys(outputs).length)
    throw new PamiError(
      "OUTPUT_UNSUITABLE",
      `it gives ${wrong.map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}: no output has an entry for each item`,
    )
  return outputs
}
