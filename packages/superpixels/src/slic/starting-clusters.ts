import { regularLattice } from "../primitives/lattice.ts"
import { blockUnits, colorIndex, lanes } from "./blocks.ts"
import type { Blocks } from "./blocks.ts"
import { moveCenters, sumLength } from "./clusters.ts"
import type { Clusters } from "./clusters.ts"

/**
 * Returns the clusters after the first round of k-means: the cells of a lattice of about `segments` centers. The first
 * round uses position only, because scikit-image's centers start without colour.
 *
 * @param allocate returns a buffer of at least the given number of bytes, with any content
 */
export function startingClusters(
  blocks: Blocks,
  segments: number,
  allocate: (bytes: number) => ArrayBuffer,
): Clusters {
  const { depth, height, width } = blocks.grid
  const shape = [depth, height, width]
  const lattice = regularLattice(shape, segments)
  const counts = lattice.map(({ start, step }, axis) => Math.ceil((shape[axis] - start) / step))
  const count = counts[0] * counts[1] * counts[2]
  const [cellsZ, cellsY, cellsX] = lattice.map(({ start, step }, axis) =>
    // Halfway between two centers the first wins.
    Int32Array.from({ length: blocks.slots[axis].length }, (_, place) =>
      Math.min(Math.max(Math.ceil((place - start) / step - 0.5), 0), counts[axis] - 1),
    ),
  )
  // As in scikit-image, the reach depends on the actual number of centers, not on the requested one.
  const [alongZ, alongY, alongX] = regularLattice(shape, count)
  const longest = Math.max(...lattice.map(({ step }) => step))
  const clusters: Clusters = {
    count,
    spatial: Math.fround(1 / (longest * longest)),
    reach: [2 * alongZ.step, 2 * alongY.step, 2 * alongX.step],
    ...allocateArrays(allocate, blocks, count),
  }
  const { labels, sums, colors } = clusters
  const [slotsZ, slotsY, slotsX] = blocks.slots
  const along = blocks.sizes[2]
  for (let z = 0; z < slotsZ.length; z++) {
    for (let y = 0; y < slotsY.length; y++) {
      const row = (cellsZ[z] * counts[1] + cellsY[y]) * counts[2]
      for (let x = 0; x < slotsX.length; x += along) {
        const start = slotsZ[z] + slotsY[y] + slotsX[x]
        for (let step = 0; step < along; step++) labels[start + step] = row + cellsX[x + step]
        const inside = z < depth && y < height ? Math.min(along, width - x) : 0
        addRow(sums, labels, colors, start, inside, z, y, x)
      }
    }
  }
  moveCenters(clusters)
  return clusters
}

/** Adds `many` units of one row of a block to the sums of their clusters. */
function addRow(
  sums: Float64Array,
  labels: Int32Array,
  colors: Float32Array,
  slot: number,
  many: number,
  z: number,
  y: number,
  x: number,
): void {
  const color = colorIndex(slot)
  for (let from = 0, to = 0; from < many; from = to) {
    const label = labels[slot + from]
    let place = 0
    let c0 = 0
    let c1 = 0
    let c2 = 0
    let c3 = 0
    // Neighbours usually share their cluster: its sums are updated once per run.
    for (; to < many && labels[slot + to] === label; to++) {
      const at = color + to
      place += x + to
      c0 += colors[at]
      c1 += colors[at + blockUnits]
      c2 += colors[at + 2 * blockUnits]
      c3 += colors[at + 3 * blockUnits]
    }
    const sum = label * sumLength
    sums[sum] += to - from
    sums[sum + 1] += (to - from) * z
    sums[sum + 2] += (to - from) * y
    sums[sum + 3] += place
    sums[sum + 4] += c0
    sums[sum + 5] += c1
    sums[sum + 6] += c2
    sums[sum + 7] += c3
  }
}

/** Allocates all arrays in one buffer and copies the colours to it: a kernel sees no other memory. */
function allocateArrays(allocate: (bytes: number) => ArrayBuffer, blocks: Blocks, count: number) {
  const { colors, bounds } = blocks
  const bytes = [8 * sumLength, 24, 4 * lanes, 4, 24].map((each) => each * count)
  bytes.push(
    blocks.count * blockUnits * 4,
    colors.byteLength,
    bounds.byteLength,
    16 * blockUnits + 32 * (count + 3),
  )
  const starts = [0]
  // Arrays are aligned to cache lines, so that no vector straddles two.
  for (const [index, size] of bytes.entries()) starts.push(starts[index] + Math.ceil(size / 64) * 64)
  const buffer = allocate(starts[bytes.length])
  const arrays = {
    sums: new Float64Array(buffer, starts[0], count * sumLength).fill(0),
    places: new Float64Array(buffer, starts[1], count * 3),
    tints: new Float32Array(buffer, starts[2], count * lanes),
    weights: new Float32Array(buffer, starts[3], count).fill(1),
    windows: new Int32Array(buffer, starts[4], count * 6),
    labels: new Int32Array(buffer, starts[5], blocks.count * blockUnits),
    colors: new Float32Array(buffer, starts[6], colors.length),
    bounds: new Float32Array(buffer, starts[7], bounds.length),
    scratch: new Int32Array(buffer, starts[8], 4 * blockUnits + 8 * (count + 3)),
  }
  arrays.colors.set(colors)
  arrays.bounds.set(bounds)
  return arrays
}
