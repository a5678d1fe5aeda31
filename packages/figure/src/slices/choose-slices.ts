/** Returns the place of the peak of a map, `[D, H, W]`: the first unit of the largest value, or magnitude if `signed`. */
export function peakOf(map: Float32Array, shape: readonly number[], signed: boolean): number[] {
  let peak = 0
  const size = (value: number) => (signed ? Math.abs(value) : value)
  for (let unit = 1; unit < map.length; unit++) if (size(map[unit]) > size(map[peak])) peak = unit
  return [Math.floor(peak / (shape[1] * shape[2])), Math.floor(peak / shape[2]) % shape[1], peak % shape[2]]
}

/**
 * Returns the slices across an axis that hold the most importance, ascending. In deep volumes neighbours, which look alike,
 * are left out.
 */
export function importantSlices(
  map: Float32Array,
  shape: readonly number[],
  axis: number,
  count: number,
  signed: boolean,
): number[] {
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1)
  const sums = new Float64Array(shape[axis])
  for (let unit = 0; unit < map.length; unit++)
    sums[Math.floor(unit / inner) % shape[axis]] += signed ? Math.abs(map[unit]) : map[unit]
  const apart = Math.max(1, Math.round(shape[axis] / 32))
  const chosen: number[] = []
  for (const index of [...sums.keys()].sort((a, b) => sums[b] - sums[a] || a - b)) {
    if (chosen.length === count) break
    if (chosen.every((other) => Math.abs(other - index) >= apart)) chosen.push(index)
  }
  return chosen.sort((a, b) => a - b)
}
