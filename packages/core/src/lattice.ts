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

/** The sub-lattices, far-apart ones first; the first is centred on the whole. Together they hold every point once. */
export function sublattices({ centres, step }: Lattice): number[][][] {
  return interleave(centres.length, step)
    .map((offset) =>
      centres.map((axis, a) => {
        // What the first sub-lattice leaves over at the borders is shared by both.
        const middle = Math.floor(((axis.length - 1) % step) / 2)
        return axis.filter((_, i) => i % step === (offset[a] + middle) % step)
      }),
    )
    .filter((chosen) => chosen.every((axis) => axis.length > 0))
}

/**
 * The order in which a lattice of `counts` points per axis is walked so that every prefix is spread evenly:
 * the points fall into `step^axes` sub-lattices, visited from far apart to close by.
 *
 * @param step points between neighbours of one sub-lattice, a power of two
 * @returns one entry a sub-lattice: its first point on each axis
 */
export function interleave(axes: number, step: number): number[][] {
  // Halving the distance again and again: 0, then step/2, then the quarters ... on every axis at once.
  let offsets: number[][] = [Array.from({ length: axes }, () => 0)]
  for (let half = step / 2; half >= 1; half /= 2) {
    const finer: number[][] = []
    for (const corner of corners(axes))
      for (const offset of offsets) finer.push(offset.map((o, a) => o + corner[a] * half))
    offsets = finer
  }
  return offsets
}

/** Corners of the unit cube, opposite ones next to each other: (0,0), (1,1), (1,0), (0,1). */
function corners(axes: number): number[][] {
  const all = Array.from({ length: 2 ** (axes - 1) }, (_, bits) => [0, ...binary(bits, axes - 1)])
  return all.flatMap((corner) => [corner, corner.map((bit) => 1 - bit)])
}

function binary(bits: number, length: number): number[] {
  return Array.from({ length }, (_, place) => (bits >> place) & 1)
}
