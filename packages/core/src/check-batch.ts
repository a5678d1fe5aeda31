import type { BoundTarget, Finding, Model } from "./contracts.ts"
import { isPamiError, PamiError } from "./error.ts"
import { peak } from "./read-out.ts"
import { formatScore, nameScore } from "./scale.ts"
import type { Scale } from "./scale.ts"
import { formatShape } from "./tensor.ts"
import type { Feeds, Tensors } from "./tensor.ts"

// Runtimes may round differently for another batch size; a real mix-up of items is far larger than this.
const tolerance = 1e-3

/** The largest difference that rounding explains: of probabilities, or of the scores' own size. */
export function toleranceOf({ unit }: Scale, scores: Float64Array): number {
  return unit === "probability"
    ? tolerance
    : tolerance * scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
}

/**
 * Runs a batch whose first item is the baseline and whose last is the input; returns a finding when one of them does
 * not score as it did alone.
 */
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
  const slower = fixed ? "" : "; it is run one item at a time, slower"
  try {
    bound.score(expectBatch(await run(feeds), size), size, scores)
  } catch (error) {
    if (isPamiError(error) && error.code === "ABORTED") throw error
    return {
      code: "BATCH_FAILS",
      level: "warning",
      message: `a free batch is declared, but ${size} items at once fail (${error instanceof Error ? error.message : String(error)})${slower}`,
      fix: "export it with a free batch axis throughout",
    }
  }
  const last = (size - 1) * width
  const off = Float64Array.from({ length: 2 * width }, (_, i) =>
    i < width ? Math.abs(scores[i] - baseline[i]) : Math.abs(scores[last + i - width] - original[i - width]),
  )
  const worst = peak(off)
  if (
    worst >= 0 &&
    off[worst] <= Math.max(toleranceOf(bound.scale, original), toleranceOf(bound.scale, baseline))
  )
    return undefined
  const masked = worst < width
  const place = Math.max(0, worst) % width
  const [alone, batched] = masked ? [baseline[place], scores[place]] : [original[place], scores[last + place]]
  const score = (value: number) => formatScore(value, bound.scale)
  return {
    code: "BATCH_DIFFERS",
    level: "warning",
    message:
      `in a batch of ${size}, as its ${masked ? "first" : "last"} item, ${masked ? "the fully masked input" : "the input"} scores ${score(batched)} for ${nameScore(bound.targets[place], bound.scale)}; ` +
      `${fixed ? "beside other items" : "alone"} it scores ${score(alone)}, ${off[Math.max(0, worst)].toPrecision(2)} off${slower}`,
    fix: "if the model was exported in training mode (batch normalisation, dropout), export it for inference; else its runtime mixes up or rounds the items of a batch",
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
