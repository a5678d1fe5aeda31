import type { MaskingOperator } from "@pami/core"
import { slices } from "@pami/core/tensor"
import type { Samples } from "./samples.ts"

/** Options of {@link blur}. */
export interface BlurOptions {
  /**
   * Standard deviation, above 0, in the unit of `spacing` (mm in a volume, else units). Default: 0.15 of the shortest side.
   */
  readonly sigma?: number
}

// Of the shortest side; measured, see the README.
const defaultShare = 0.15

// Running means of a box one after the other approach a Gaussian; three differ from it by 6 % of its peak.
const rounds = 3

/**
 * Masks with a Gaussian blur along every axis, the same distance in space on each. Units beyond the border do not count.
 * Three running means approximate the Gaussian, so that the time does not depend on its width.
 *
 * Blur is the default: like no other baseline it keeps what lies around an object at its own brightness, so that the edge
 * of a preserved part adds little that the model never saw.
 *
 * @throws RangeError for a sigma that is not above 0
 *
 * @example
 * const samples = { shape: [5], channels: 1, data: Float32Array.of(0, 0, 9, 0, 0) }
 * const { data } = await blur({ sigma: 1 }).baseline(samples)
 * console.log(data[2] < 9 && data[2] > data[1] && data[1] > data[0]) // true
 */
export function blur({ sigma }: BlurOptions = {}): MaskingOperator<Samples> {
  if (sigma !== undefined && !(sigma > 0 && Number.isFinite(sigma)))
    throw new RangeError(`blur: sigma is a length above 0; got ${sigma}`)
  return {
    name: "blur",
    settings: { sigma: sigma ?? `${defaultShare} of the shortest side` },
    async baseline(samples) {
      const { shape, spacing = shape.map(() => 1) } = samples
      const sides = shape.map((side, axis) => side * spacing[axis]).filter((_, axis) => shape[axis] > 1)
      const length = sigma ?? defaultShare * Math.min(...sides)
      const data = samples.data.slice()
      for (const [axis, side] of shape.entries()) {
        if (side === 1) continue
        const inner = shape.slice(axis + 1).reduce((product, other) => product * other, 1)
        await smoothAxis(data, side, inner, boxOf(length / spacing[axis]))
      }
      return { ...samples, data }
    },
  }
}

/** Units that count fully on either side of the middle, and the weight of the next one. */
interface Box {
  readonly radius: number
  readonly edge: number
}

/** Returns the box whose running means together have the variance of the Gaussian (Gwosdek et al., SSVM 2011). */
function boxOf(sigma: number): Box {
  const variance = (sigma * sigma) / rounds
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const next = (radius + 1) * (radius + 1)
  return {
    radius,
    edge: ((2 * radius + 1) * (radius * (radius + 1) - 3 * variance)) / (6 * (variance - next)),
  }
}

/** Replaces each unit by the weighted mean of those within a box along one axis, of those that are there, in rounds. */
async function smoothAxis(
  data: Float32Array,
  length: number,
  inner: number,
  { radius, edge }: Box,
): Promise<void> {
  // Zeros around a line stand for the units that are not there.
  const pad = radius + 1
  let [line, next] = [new Float64Array(length + 2 * pad), new Float64Array(length + 2 * pad)]
  const weights = weighted(line.fill(1, pad, pad + length), new Float64Array(length), { radius, edge })
  const slice = slices()
  for (let block = 0; block < data.length; block += length * inner)
    for (let start = block; start < block + inner; start++) {
      if (slice.due()) await slice.next()
      for (let i = 0, at = start; i < length; i++, at += inner) line[pad + i] = data[at]
      for (let round = 0; round < rounds; round++) {
        const sums = weighted(line, next.subarray(pad, pad + length), { radius, edge })
        for (let i = 0; i < length; i++) sums[i] /= weights[i]
        ;[line, next] = [next, line]
      }
      for (let i = 0, at = start; i < length; i++, at += inner) data[at] = line[pad + i]
    }
}

/** Writes the weighted sum of the units within a box around each unit of a padded line, and returns the sums. */
function weighted(line: Float64Array, sums: Float64Array, { radius, edge }: Box): Float64Array {
  let sum = 0
  for (let i = radius + 1; i < 2 * radius + 1; i++) sum += line[i]
  for (let i = 0; i < sums.length; i++) {
    // The padding makes the unit itself number i + radius + 1.
    const before = line[i]
    sum += line[i + 2 * radius + 1]
    sums[i] = sum + edge * (before + line[i + 2 * radius + 2])
    sum -= line[i + 1]
  }
  return sums
}
