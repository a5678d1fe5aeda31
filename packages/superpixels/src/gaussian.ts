import type { Grid } from "./image.ts"

/**
 * Gaussian smoothing along every spatial axis, each channel alone; what lies outside mirrors what lies inside, edge unit
 * included. The kernel ends at 4 sigma, as SciPy's `gaussian_filter` does by default.
 *
 * @param values `[units * channels]`, channel-last; left as it is
 * @param sigma standard deviation in units; 0 gives `values` itself back
 * @returns new values, or `values` when nothing is smoothed
 */
export function gaussian(values: Float64Array, grid: Grid, channels: number, sigma: number): Float64Array {
  const kernel = halfKernel(sigma)
  if (kernel.length === 1) return values
  const { width, height, depth } = grid
  let from = values
  let spare: Float64Array | undefined
  for (const [length, inner] of [
    [depth, height * width * channels],
    [height, width * channels],
    [width, channels],
  ]) {
    // An axis of one unit mirrors itself: smoothing it changes nothing.
    if (length === 1) continue
    const to: Float64Array = spare ?? new Float64Array(values.length)
    smoothAxis(from, to, length, inner, kernel)
    spare = from === values ? undefined : from
    from = to
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
    weights[distance] = Math.exp((-0.5 * distance * distance) / (sigma * sigma))
    sum += 2 * weights[distance]
  }
  for (let distance = 0; distance <= radius; distance++) weights[distance] /= sum
  return weights
}

function smoothAxis(
  from: Float64Array,
  to: Float64Array,
  length: number,
  inner: number,
  kernel: Float64Array,
): void {
  const radius = kernel.length - 1
  const center = kernel[0]
  const block = length * inner
  const interiorStart = Math.min(radius, length)
  const interiorEnd = Math.max(interiorStart, length - radius)
  for (let base = 0; base < from.length; base += block) {
    for (let index = base + interiorStart * inner; index < base + interiorEnd * inner; index++) {
      let sum = center * from[index]
      for (let distance = 1, step = inner; distance <= radius; distance++, step += inner) {
        sum += kernel[distance] * (from[index - step] + from[index + step])
      }
      to[index] = sum
    }
    for (let position = 0; position < length; position++) {
      if (position === interiorStart) position = interiorEnd
      if (position === length) break
      for (let lane = 0; lane < inner; lane++) {
        let sum = center * from[base + position * inner + lane]
        for (let distance = 1; distance <= radius; distance++) {
          const before = from[base + mirror(position - distance, length) * inner + lane]
          const after = from[base + mirror(position + distance, length) * inner + lane]
          sum += kernel[distance] * (before + after)
        }
        to[base + position * inner + lane] = sum
      }
    }
  }
}

/** Where `position` lands when the axis is mirrored at its ends, edge unit repeated: d c b a | a b c d | d c b a. */
function mirror(position: number, length: number): number {
  const period = 2 * length
  const wrapped = ((position % period) + period) % period
  return wrapped < length ? wrapped : period - 1 - wrapped
}
