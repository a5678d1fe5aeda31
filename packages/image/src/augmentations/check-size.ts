import type { Size } from "../picture.ts"

/** @throws RangeError for a shift that leaves nothing of an image of that size */
export function checkShift({ width, height }: Size, x: number, y: number): void {
  if (Math.abs(x) < width && Math.abs(y) < height) return
  throw new RangeError(`a shift by ${x}, ${y} leaves nothing of an image of ${width} x ${height}`)
}

/** @throws RangeError for a turn after which an image of that size has another */
export function checkTurns({ width, height }: Size, turns: number): void {
  if (turns === 2 || width === height) return
  throw new RangeError(`only a square is rotated by ${turns * 90} degrees, not ${width} x ${height}`)
}
