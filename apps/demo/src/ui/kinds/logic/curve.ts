/** A curve as the path of an SVG in a box of 1000 by 100: of many values, the lowest and the highest of each column. */
export function curve(values: Float32Array, { channel, channels }: Lane, { min, max }: Extent): string {
  const length = values.length / channels
  const columns = Math.min(length, width)
  const y = (value: number) => (max > min ? (100 * (max - value)) / (max - min) : 50).toFixed(1)
  const points: string[] = []
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * length) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * length) / columns))
    let [low, high] = [Infinity, -Infinity]
    for (let step = from; step < to; step++) {
      const value = values[step * channels + channel]
      if (value < low) low = value
      if (value > high) high = value
    }
    // Values that are missing leave a gap.
    if (low > high) continue
    const x = (((column + 0.5) * width) / columns).toFixed(1)
    points.push(low === high ? `${x} ${y(low)}` : `${x} ${y(low)}L${x} ${y(high)}`)
  }
  return points.length === 0 ? "" : `M${points.join("L")}`
}

const width = 1000

/** One of the channels that lie side by side. */
export interface Lane {
  readonly channel: number
  readonly channels: number
}

/** The values at the bottom and at the top of a box. */
export interface Extent {
  readonly min: number
  readonly max: number
}

/** Returns the lowest and the highest value of a channel; of a sound, as far below as above zero. */
export function extentOf(values: Float32Array, { channel, channels }: Lane, isAroundZero: boolean): Extent {
  let [min, max] = [Infinity, -Infinity]
  for (let index = channel; index < values.length; index += channels) {
    if (values[index] < min) min = values[index]
    if (values[index] > max) max = values[index]
  }
  if (min > max) return { min: 0, max: 1 }
  const most = Math.max(-min, max)
  return isAroundZero ? { min: -most, max: most } : { min, max }
}
