import { sizeOf } from "../tensors/shape.ts"

/** Points on a grid: every combination of one centre for each axis. */
export interface Lattice {
  /** One ascending or descending list for each axis. */
  readonly centres: readonly (readonly number[])[]
  /** The lattice consists of sub-lattices of every `step`-th point on each axis; a power of two. */
  readonly step: number
}

/** Returns `count` points, `gap` apart, centred on an axis of `length` units. */
export function centred(length: number, count: number, gap: number): number[] {
  return Array.from({ length: count }, (_, i) => (length - 1) / 2 + gap * (i - (count - 1) / 2))
}

/** Returns the number of points of a lattice. */
export function countPoints(centres: readonly (readonly number[])[]): number {
  return sizeOf(centres.map(({ length }) => length))
}

/** Yields the sub-lattices, those far apart first; the first is centred. Together they hold every point once. */
export function* sublattices({ centres, step }: Lattice): Generator<number[][]> {
  // Both borders share the rest that the first sub-lattice leaves.
  const firsts = centres.map(({ length }) => Math.floor(((length - 1) % step) / 2))
  for (const offset of interleave(centres.length, step)) {
    const starts = offset.map((o, a) => (o + firsts[a]) % step)
    if (starts.every((start, a) => start < centres[a].length))
      yield centres.map((axis, a) => axis.filter((_, i) => i % step === starts[a]))
  }
}

/** Returns the lowest power of two that is at least `number`. */
export function powerOfTwo(number: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(number)))
}

/**
 * Yields the first point of each of `step^axes` sub-lattices, those far apart first, so that every prefix is spread evenly.
 *
 * @param step distance of neighbours in a sub-lattice, a power of two
 */
export function* interleave(axes: number, step: number): Generator<number[]> {
  const directions = corners(axes)
  for (let index = 0; index < step ** axes; index++) {
    // Halves the distance again and again, on every axis at once: 0, then step/2, then the quarters.
    const offset = Array.from({ length: axes }, () => 0)
    for (
      let half = step / 2, rest = index;
      half >= 1;
      half /= 2, rest = Math.floor(rest / directions.length)
    ) {
      const corner = directions[rest % directions.length]
      for (let a = 0; a < axes; a++) offset[a] += corner[a] * half
    }
    yield offset
  }
}

/** Returns the corners of the unit cube, opposite ones side by side: (0,0), (1,1), (1,0), (0,1). */
function corners(axes: number): number[][] {
  // The lowest bit of a number says whether the corner of its other bits is replaced by the opposite one.
  return Array.from({ length: 2 ** axes }, (_, bits) =>
    Array.from({ length: axes }, (_, axis) => (axis === 0 ? bits : bits ^ (bits >> axis)) & 1),
  )
}
