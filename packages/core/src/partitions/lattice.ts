/** Points on a grid: every combination of one centre an axis. */
export interface Lattice {
  /** One ascending or descending list an axis. */
  readonly centres: readonly (readonly number[])[]
  /** The lattice falls into sub-lattices of every `step`-th point on each axis; a power of two. */
  readonly step: number
}

/** `count` points `gap` apart, their middle in the middle of an axis of `length` units. */
export function centred(length: number, count: number, gap: number): number[] {
  return Array.from({ length: count }, (_, i) => (length - 1) / 2 + gap * (i - (count - 1) / 2))
}

/** Points on every axis. */
export function lengths(centres: readonly (readonly number[])[]): number[] {
  return centres.map((axis) => axis.length)
}

/** Number of the sub-lattices: every residue on an axis that a point has. */
export function countSublattices({ centres, step }: Lattice): number {
  return centres.reduce((product, { length }) => product * Math.min(step, length), 1)
}

/** The sub-lattices, far-apart ones first; the first is centred on the whole. Together they hold every point once. */
export function* sublattices({ centres, step }: Lattice): Generator<number[][]> {
  // What the first sub-lattice leaves over at the borders is shared by both.
  const firsts = centres.map(({ length }) => Math.floor(((length - 1) % step) / 2))
  for (const offset of interleave(centres.length, step)) {
    const starts = offset.map((o, a) => (o + firsts[a]) % step)
    if (starts.every((start, a) => start < centres[a].length))
      yield centres.map((axis, a) => everyNth(axis, starts[a], step))
  }
}

function everyNth(points: readonly number[], start: number, step: number): number[] {
  return Array.from({ length: Math.ceil((points.length - start) / step) }, (_, i) => points[start + i * step])
}

/** The power of two that is at least `number`. */
export function powerOfTwo(number: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(number)))
}

/**
 * The order in which a lattice of `counts` points per axis is walked so that every prefix is spread evenly:
 * the points fall into `step^axes` sub-lattices, visited from far apart to close by.
 *
 * @param step points between neighbours of one sub-lattice, a power of two
 * @returns one entry a sub-lattice: its first point on each axis
 */
export function* interleave(axes: number, step: number): Generator<number[]> {
  const directions = corners(axes)
  for (let index = 0; index < step ** axes; index++) {
    // Halving the distance again and again: 0, then step/2, then the quarters ... on every axis at once.
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

/** Corners of the unit cube, opposite ones next to each other: (0,0), (1,1), (1,0), (0,1). */
function corners(axes: number): number[][] {
  const all = Array.from({ length: 2 ** (axes - 1) }, (_, bits) => [0, ...binary(bits, axes - 1)])
  return all.flatMap((corner) => [corner, corner.map((bit) => 1 - bit)])
}

function binary(bits: number, length: number): number[] {
  return Array.from({ length }, (_, place) => (bits >> place) & 1)
}
