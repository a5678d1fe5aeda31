import type { AxisTransform, UnitTransform } from "../contracts/input.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Returns a map over a grid of `shape` with its units transformed: see {@link UnitTransform}. */
export function transformUnits(
  map: Float64Array,
  shape: readonly number[],
  transform: UnitTransform,
): Float64Array {
  if ("sources" in transform) {
    const moved = new Float64Array(map.length)
    const { sources } = transform
    for (let unit = 0; unit < moved.length; unit++) if (sources[unit] >= 0) moved[unit] = map[sources[unit]]
    return moved
  }
  // The last axis first: its values lie side by side.
  let moved = map
  for (let axis = shape.length - 1; axis >= 0; axis--)
    moved = alongAxis(moved, shape, axis, transform.axes[axis])
  return moved
}

function alongAxis(
  map: Float64Array,
  shape: readonly number[],
  axis: number,
  { first, second, share }: AxisTransform,
): Float64Array {
  const length = shape[axis]
  const inner = sizeOf(shape.slice(axis + 1))
  const moved = new Float64Array(map.length)
  for (let start = 0; start < map.length; start += length * inner)
    for (let position = 0; position < length; position++) {
      if (first[position] < 0) continue
      const to = start + position * inner
      const from = start + first[position] * inner
      const other = second === undefined ? from : start + second[position] * inner
      const weight = share?.[position] ?? 0
      // Equal values give exactly that value: a constant stays constant.
      for (let i = 0; i < inner; i++) {
        const value = map[from + i]
        moved[to + i] = weight === 0 ? value : value + (map[other + i] - value) * weight
      }
    }
  return moved
}
