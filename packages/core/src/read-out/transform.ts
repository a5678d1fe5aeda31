import type { UnitTransform } from "../contracts/input.ts"
import { alongAxis } from "../tensors/along-axis.ts"
import { sizeOf } from "../tensors/shape.ts"

/** Returns a map over a grid of `shape` with its units transformed: see {@link UnitTransform}. */
export function transformUnits(
  map: Float64Array,
  shape: readonly number[],
  transform: UnitTransform,
): Float64Array {
  if ("sources" in transform) return alongAxis(map, map.length, 1, { first: transform.sources })
  // The last axis first: its values lie side by side.
  let moved = map
  for (let axis = shape.length - 1; axis >= 0; axis--)
    moved = alongAxis(moved, shape[axis], sizeOf(shape.slice(axis + 1)), transform.axes[axis])
  return moved
}
