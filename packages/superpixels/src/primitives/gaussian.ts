import { decay } from "./elementary.ts"
import type { Grid } from "./pixels.ts"

/**
 * Smooths every channel with a Gaussian along every spatial axis. Beyond the border, values are mirrored with the edge
 * unit repeated. The kernel is truncated at 4 sigma, the default of SciPy's `gaussian_filter`.
 *
 * @param values `[units, channels]`; overwritten
 * @param sigma standard deviation in units; 0 leaves the values unchanged
 * @returns the smoothed values, in `values` or in a new array
 */
export function gaussian(values: Float64Array, grid: Grid, channels: number, sigma: number): Float64Array {
  const kernel = halfKernel(sigma)
  if (kernel.length === 1) return values
  const { width, height, depth } = grid
  let from = values
  let to: Float64Array | undefined
  for (const [length, inner] of [
    [depth, height * width * channels],
    [height, width * channels],
    [width, channels],
  ]) {
    // Smoothing along an axis of one unit changes nothing.
    if (length === 1) continue
    to ??= new Float64Array(values.length)
    if (inner === channels) smoothLines(from, to, length, inner, kernel)
    else smoothAxis(from, to, length, inner, kernel)
    ;[from, to] = [to, from]
  }
  return from
}

/** Returns the weights at distance 0, 1, … from the centre. Together with their mirror images they sum to 1. */
function halfKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5)
  const weights = new Float64Array(radius + 1)
  weights[0] = 1
  let sum = 1
  for (let distance = 1; distance <= radius; distance++) {
    weights[distance] = decay((0.5 * distance * distance) / (sigma * sigma))
    sum += 2 * weights[distance]
  }
  for (let distance = 0; distance <= radius; distance++) weights[distance] /= sum
  return weights
}

/**
 * Smooths along one axis of `length` steps of `inner` values each. Adds whole runs of values, one pair of taps at a
 * time: short loops without branches, which are fast from the first call.
 */
function smoothAxis(
  from: Float64Array,
  to: Float64Array,
  length: number,
  inner: number,
  kernel: Float64Array,
): void {
  for (let index = 0; index < from.length; index++) to[index] = kernel[0] * from[index]
  for (let base = 0; base < from.length; base += length * inner) {
    for (let position = 0; position < length; position++) {
      const at = base + position * inner
      for (let distance = 1; distance < kernel.length; distance++) {
        const before = base + mirror(position - distance, length) * inner
        const after = base + mirror(position + distance, length) * inner
        addPair(to, at, from, before, after, inner, kernel[distance])
      }
    }
  }
}

/** {@link smoothAxis} along the fastest axis. A run is a whole line, read from a copy with mirrored ends. */
function smoothLines(
  from: Float64Array,
  to: Float64Array,
  length: number,
  inner: number,
  kernel: Float64Array,
): void {
  const line = length * inner
  const margin = (kernel.length - 1) * inner
  const padded = new Float64Array(line + 2 * margin)
  // The place in the line that each value of the padded copy comes from.
  const sources = Int32Array.from(
    { length: padded.length },
    (_, index) => mirror(Math.floor((index - margin) / inner), length) * inner + (index % inner),
  )
  for (let index = 0; index < from.length; index++) to[index] = kernel[0] * from[index]
  for (let base = 0; base < from.length; base += line) {
    for (let index = 0; index < padded.length; index++) padded[index] = from[base + sources[index]]
    for (let distance = 1; distance < kernel.length; distance++) {
      const step = distance * inner
      addPair(to, base, padded, margin - step, margin + step, line, kernel[distance])
    }
  }
}

/** Adds the weighted values from `before` and from `after` to `count` values from `at`. */
function addPair(
  to: Float64Array,
  at: number,
  from: Float64Array,
  before: number,
  after: number,
  count: number,
  weight: number,
): void {
  for (let index = 0; index < count; index++)
    to[at + index] += weight * (from[before + index] + from[after + index])
}

/** Mirrors a position at the ends of an axis, with the edge unit repeated: d c b a | a b c d | d c b a. */
function mirror(position: number, length: number): number {
  const period = 2 * length
  const wrapped = ((position % period) + period) % period
  return wrapped < length ? wrapped : period - 1 - wrapped
}
