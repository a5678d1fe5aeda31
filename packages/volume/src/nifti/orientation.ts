import { directions } from "../directions.ts"

/** The fields of a header that place the voxels in the body. */
export interface Placement {
  readonly qform: boolean
  readonly sform: boolean
  /** Whether the third axis of the quaternion's rotation is turned around. */
  readonly flip: boolean
  readonly quaternion: readonly number[]
  /** The columns for i, j and k of the rows of the affine matrix. */
  readonly rows: readonly (readonly number[])[]
}

/**
 * Returns the direction in which i, j and k each count up, as nibabel's `aff2axcodes` does: the direction of the body that
 * an axis is nearest to. Uses the affine matrix (sform), else the quaternion (qform).
 *
 * @returns `undefined` if the header has neither, or they are not a rotation
 */
export function axesOf(placement: Placement): string | undefined {
  const { qform, sform, rows } = placement
  const matrix = sform ? rows : qform ? rotationOf(placement) : undefined
  if (matrix === undefined || !matrix.flat().every(Number.isFinite)) return undefined
  const letters = ["", "", ""]
  const free = new Set([0, 1, 2])
  // The surest axis chooses first, so that no two get the same direction.
  const lengths = [0, 1, 2].map((axis) => Math.hypot(...matrix.map((row) => row[axis])))
  const share = (axis: number, direction: number) =>
    lengths[axis] === 0 ? 0 : matrix[direction][axis] / lengths[axis]
  const choices = [0, 1, 2]
    .flatMap((axis) => [0, 1, 2].map((direction) => ({ axis, direction, value: share(axis, direction) })))
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
  for (const { axis, direction, value } of choices) {
    if (letters[axis] !== "" || !free.has(direction) || value === 0) continue
    letters[axis] = directions[direction][value > 0 ? 1 : 0]
    free.delete(direction)
  }
  return letters.includes("") ? undefined : letters.join("")
}

/** Returns the rotation of a unit quaternion of which b, c and d are given, as nifti1.h defines it. */
function rotationOf({ quaternion: [b, c, d], flip }: Placement): number[][] {
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d))
  const third = flip ? -1 : 1
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), third * 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, third * 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), third * (a * a + d * d - b * b - c * c)],
  ]
}
