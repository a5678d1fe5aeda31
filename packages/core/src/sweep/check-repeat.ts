import { type Finding, warning } from "../contracts/finding.ts"
import type { BoundTarget } from "../contracts/target.ts"
import { peak } from "../read-out/maps.ts"
import { formatScore, nameTarget } from "../targets/scale.ts"
import { decode } from "../tensors/elements.ts"
import type { Tensor, Tensors } from "../contracts/tensor.ts"
import { toleranceOf } from "./check-batch.ts"

/** The difference of two answers of a model for the same input. */
export interface Repeat {
  readonly finding: Finding
  /** Whether the difference is more than rounding. */
  readonly large: boolean
}

// As a share of the largest number of an output: far above the rounding of another order of additions in 32 bits, and below the effect of dropout.
const mostRounding = 1e-3

/** Returns the largest difference of two answers, also as a share of their largest number: above 0 if any bit differs. */
function compare(name: string, tensor: Tensor, second: Tensor | undefined) {
  const [a, b] = [decode(tensor), second === undefined ? [] : decode(second)]
  let [off, largest, same] = [0, 0, a.length === b.length]
  for (let i = 0; i < a.length; i++) {
    same &&= Object.is(a[i], b[i])
    off = Math.max(off, Math.abs(a[i] - b[i]))
    largest = Math.max(largest, Math.abs(a[i]))
  }
  return { name, off, largest, share: same ? 0 : Math.max(Number.MIN_VALUE, off / largest || 0) }
}

/** Compares two answers for the same input to the last bit. Returns `undefined` if they are the same. */
export function checkRepeat(
  { targets, scale }: BoundTarget,
  [outputs, again]: readonly [Tensors, Tensors],
  [scores, other]: readonly [Float64Array, Float64Array],
): Repeat | undefined {
  const numbers = Object.entries(outputs).map(([name, tensor]) => compare(name, tensor, again[name]))
  const widest = numbers.reduce((a, b) => (b.share > a.share ? b : a))
  if (widest.share === 0) return undefined
  const off = scores.map((score, t) => Math.abs(score - other[t]))
  const worst = peak(off)
  const large = !(off[worst] <= toleranceOf(scale, scores)) || widest.share > mostRounding
  const score = (value: number) => formatScore(value, scale)
  const [first, second] = [scores[worst], other[worst]].map(score)
  const measured =
    first === second
      ? `its output "${widest.name}" differs by ${widest.off.toPrecision(2)}, of ${widest.largest.toPrecision(2)}`
      : `${nameTarget(targets[worst], scale)} scores ${first}, then ${second}`
  return {
    large,
    finding: warning(
      "NOT_DETERMINISTIC",
      `the model answers differently for the same input: asked twice, ${measured}. Its maps may differ from one run to the next`,
      large
        ? "check whether the model still contains dropout or another random operation, or layers in training mode, and export it for inference"
        : "for the same bits in every run, use one thread, or run the model on the processor",
    ),
  }
}
