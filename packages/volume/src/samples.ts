/** Numbers on a grid of units: a volume, a multi-band image, a signal. Masking operators work on these. */
export interface Samples {
  /** Units along each axis, slowest first: `[D, H, W]`, `[H, W]`, `[T]`. */
  readonly shape: readonly number[]
  /** Numbers of one unit. */
  readonly channels: number
  /** `[channels, ...shape]`, row-major. */
  readonly data: Float32Array
  /** Distance of neighbouring units along each axis, in one unit of length. Default: 1 on every axis. */
  readonly spacing?: readonly number[]
}

/** Lowest and highest value. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** Returns the lowest and the highest value of numbers without NaN; 0 and 0 of none. */
export function rangeOf(data: Float32Array): Range {
  let [min, max] = [Infinity, -Infinity]
  for (let i = 0; i < data.length; i++) {
    if (data[i] < min) min = data[i]
    if (data[i] > max) max = data[i]
  }
  return min > max ? { min: 0, max: 0 } : { min, max }
}

/** Returns the block of numbers of each channel, as views. */
export function channelsOf({ data, channels }: Samples): Float32Array[] {
  const size = data.length / channels
  return Array.from({ length: channels }, (_, channel) => data.subarray(channel * size, (channel + 1) * size))
}
