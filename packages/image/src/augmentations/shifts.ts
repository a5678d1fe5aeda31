import type { Augmentation } from "@pami/core"
import type { Pixels, Size } from "../picture.ts"
import { shift, type Edge } from "./shift.ts"

/** For which images, how many, and what fills the border. */
export interface ShiftsOptions extends Size {
  /** Number of shifts at most, from 1; after the authors' 12 come diagonal ones, and other distances. Default: 12. */
  readonly count?: number
  /** As for {@link shift}. Default: `reflect`. */
  readonly edge?: Edge
}

// The authors' first; then between, beyond and below them.
const distances = [36, 30, 24, 18, 42, 12, 48, 6]
const authorsDistances = 3
const authorsCount = 4 * authorsDistances
const authorsSide = 224

/**
 * Shifts by ±36, ±30 and ±24 pixels along each axis at 224 x 224, the distances of the authors' code, elsewhere by the
 * same shares of the sides, rounded to whole pixels: 12 in all, fewer for images so small that some are the same.
 * Directions take turns, so that the first few are spread already.
 *
 * @throws RangeError for sides or a count that are not whole, or an unknown edge
 *
 * @example
 * const augmentations = shifts({ width: 224, height: 224, count: 4 })
 * console.log(augmentations.length) // 4
 */
export function shifts(options: ShiftsOptions): Augmentation<Pixels>[] {
  const { width, height, count = authorsCount, edge = "reflect" } = options
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`shifts are for images of whole pixels, at least 1 x 1, not ${width} x ${height}`)
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`shifts: count is a whole number of at least 1, not ${count}`)
  const chosen = new Map<string, { x: number; y: number }>()
  const known = [...directions()]
  for (const [right, down, distance] of count > authorsCount ? known : known.slice(0, authorsCount)) {
    const x = Math.round((right * distance * width) / authorsSide)
    const y = Math.round((down * distance * height) / authorsSide)
    if (chosen.size < count && (x !== 0 || y !== 0)) chosen.set(`${x} ${y}`, { x, y })
  }
  return [...chosen.values()].map(({ x, y }) => shift({ x, y, edge }))
}

/** Steps to the right and down, and how far: the authors' shifts, then the rest. */
function* directions(): Generator<[right: number, down: number, distance: number]> {
  const axes = [1, -1].flatMap(
    (sign) =>
      [
        [sign, 0],
        [0, sign],
      ] as const,
  )
  const diagonals = [1, -1].flatMap(
    (sign) =>
      [
        [sign, sign],
        [sign, -sign],
      ] as const,
  )
  for (const distance of distances.slice(0, authorsDistances))
    for (const [right, down] of axes) yield [right, down, distance]
  for (const distance of distances.slice(0, authorsDistances))
    for (const [right, down] of diagonals) yield [right, down, distance]
  for (const distance of distances.slice(authorsDistances))
    for (const [right, down] of [...axes, ...diagonals]) yield [right, down, distance]
}

/**
 * The shifts of the authors' code: those of {@link shifts}, and what leaves the image comes in again on the other side.
 *
 * @throws RangeError for sides that are not whole
 */
export function authorsShifts({ width, height }: Size): Augmentation<Pixels>[] {
  return shifts({ width, height, edge: "wrap" })
}
