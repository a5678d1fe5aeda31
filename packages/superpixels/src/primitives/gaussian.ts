import { decay } from "./elementary.ts"
import type { Grid } from "./pixels.ts"

/**
 * Gaussian smoothing along every spatial axis, each channel alone; what lies outside mirrors what lies inside, edge unit
 * included. The kernel ends at 4 sigma, as SciPy's `gaussian_filter` does by default.
 *
 * @param values `[units * channels]`, channel-last; used up
 * @param sigma standard deviation in units; 0 smooths nothing
 * @returns the smooth values, in `values` or in a new array
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
    // An axis of one unit mirrors itself: smoothing it changes nothing.
    if (length === 1) continue
    to ??= new Float64Array(values.length)
    if (inner === channels) smoothLines(from, to, length, inner, kernel)
    else smoothAxis(from, to, length, inner, kernel)
    ;[from, to] = [to, from]
  }
  return from
}

/** Weights at distance 0, 1, … of the centre; together with their mirror images they sum to 1. */
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
 * Smooths along one axis of `length` steps of `inner` values. Whole runs of values are added one pair of weights at a
 * time: short loops without branches, which are fast from the first call on.
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

/** {@link smoothAxis} along the fastest axis: a run is a whole line, beside itself in a copy with mirrored ends. */
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
  // Where in the line every value of the margins comes from.
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

/** Adds, `count` times over, what lies at `before` and at `after`, weighted, to what lies at `at`. */
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

/** Where `position` lands when the axis is mirrored at its ends, edge unit repeated: d c b a | a b c d | d c b a. */
function mirror(position: number, length: number): number {
  const period = 2 * length
  const wrapped = ((position % period) + period) % period
  return wrapped < length ? wrapped : period - 1 - wrapped
}
