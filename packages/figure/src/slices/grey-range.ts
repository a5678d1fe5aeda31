import type { ValueRange } from "../value-range.ts"

// Values that are sorted: enough for a percent of them.
const sample = 2 ** 16

/**
 * Returns the values that become black and white: the lowest and the highest percent of the values lie beyond, so that a few
 * extreme voxels do not make the rest grey. The whole range where that leaves one value.
 */
export function greyRange(values: Float32Array): ValueRange {
  const step = Math.max(1, Math.ceil(values.length / sample))
  const sorted = Float32Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step],
  ).sort()
  const beyond = Math.floor(sorted.length / 100)
  const [min, max] = [sorted[beyond], sorted[sorted.length - 1 - beyond]]
  return min < max ? { min, max } : { min: sorted[0], max: sorted[sorted.length - 1] }
}
