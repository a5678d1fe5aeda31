import type { Volume } from "./volume.ts"

/** The place of a voxel, for people. */
export interface VoxelPlace {
  /** Index on the first axis of the grid, from 0. */
  readonly slice: number
  /** Index on the second axis. */
  readonly row: number
  /** Index on the third axis. */
  readonly column: number
  /** Distance of its centre from the centre of the first voxel, `[D, H, W]` in mm, if the spacing is known. */
  readonly mm?: readonly [number, number, number]
}

/**
 * Returns the index on each axis of a unit of any grid, by the names of the axes.
 *
 * @param axes names of the axes of the grid, as `arrayInput` returns them
 * @param shape of the grid
 * @throws RangeError for a unit outside the grid
 *
 * @example
 * console.log(JSON.stringify(placeInArray(["T", "F"], [4, 3], 7))) // {"T":2,"F":1}
 */
export function placeInArray(
  axes: readonly string[],
  shape: readonly number[],
  unit: number,
): Record<string, number> {
  const units = shape.reduce((product, side) => product * side, 1)
  if (!(Number.isInteger(unit) && unit >= 0 && unit < units))
    throw new RangeError(`a grid of ${shape.join(" x ")} has no unit ${unit}`)
  let rest = unit
  const indices = shape
    .toReversed()
    .map((side) => {
      const index = rest % side
      rest = Math.floor(rest / side)
      return index
    })
    .toReversed()
  return Object.fromEntries(axes.map((name, axis) => [name, indices[axis]]))
}

/**
 * Returns the place of a unit of a volume's grid.
 *
 * @throws RangeError for a unit outside the grid
 *
 * @example
 * const place = placeOfVoxel({ shape: [4, 5, 6], spacing: [3, 1, 1] }, 67)
 * console.log(place.slice, place.row, place.column, place.mm?.join()) // 2 1 1 6,1,1
 */
export function placeOfVoxel(
  { shape, spacing }: Pick<Volume, "shape" | "spacing">,
  unit: number,
): VoxelPlace {
  const { slice, row, column } = placeInArray(["slice", "row", "column"], shape, unit)
  return {
    slice,
    row,
    column,
    ...(spacing && { mm: [slice * spacing[0], row * spacing[1], column * spacing[2]] as const }),
  }
}
