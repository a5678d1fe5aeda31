import { slices } from "@pami/core/tensor"
import type { Samples } from "./samples.ts"

/**
 * Returns samples on another number of units: linear along each axis between the centres of units (trilinear in a volume),
 * and the mean of all units that one new unit covers, weighted towards its centre, where an axis gets shorter. The spacing
 * follows. Equal numbers stay exactly equal.
 *
 * @param shape units along each axis of the result
 * @throws RangeError for another number of axes, or an axis without units
 */
export async function resample<Kind extends Samples>(samples: Kind, shape: Kind["shape"]): Promise<Kind> {
  if (shape.length !== samples.shape.length || !shape.every((side) => Number.isInteger(side) && side >= 1))
    throw new RangeError(
      `a grid of ${samples.shape.join(" x ")} cannot be resampled to ${shape.join(" x ")}: expected as many axes, each of at least one unit`,
    )
  let data = samples.data
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === samples.shape[axis]) continue
    const inner = samples.shape.slice(axis + 1).reduce((product, side) => product * side, 1)
    data = await resampleAxis(data, samples.shape[axis], shape[axis], inner)
  }
  const { spacing } = samples
  return {
    ...samples,
    shape,
    data,
    ...(spacing && { spacing: spacing.map((step, axis) => (step * samples.shape[axis]) / shape[axis]) }),
  }
}

// A look at the clock costs as much as some values.
const valuesBetweenLooks = 2 ** 14

async function resampleAxis(
  data: Float32Array,
  length: number,
  target: number,
  inner: number,
): Promise<Float32Array> {
  const taps = Array.from({ length: target }, (_, position) => tapsOf(position, length, target))
  const blocks = data.length / (length * inner)
  const out = new Float32Array(blocks * target * inner)
  const slice = slices()
  let since = 0
  for (let block = 0, to = 0; block < blocks; block++)
    for (const { first, weights } of taps) {
      since += inner
      if (since > valuesBetweenLooks) {
        since = 0
        if (slice.due()) await slice.next()
      }
      const base = (block * length + first) * inner
      for (let i = 0; i < inner; i++) {
        const start = data[base + i]
        let change = 0
        // Differences from the first, so that equal numbers stay equal.
        for (let tap = 1; tap < weights.length; tap++)
          change += weights[tap] * (data[base + tap * inner + i] - start)
        out[to++] = start + change
      }
    }
  return out
}

/** Returns the units that a new unit is made of, and their weights, which sum to 1: a triangle around its centre. */
function tapsOf(position: number, length: number, target: number): { first: number; weights: Float64Array } {
  const scale = length / target
  const reach = Math.max(1, scale)
  const centre = (position + 0.5) * scale - 0.5
  const first = Math.max(0, Math.ceil(centre - reach))
  const last = Math.min(length - 1, Math.floor(centre + reach))
  const weights = Float64Array.from({ length: last - first + 1 }, (_, tap) =>
    Math.max(0, 1 - Math.abs(first + tap - centre) / reach),
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return { first, weights: weights.map((weight) => weight / sum) }
}
