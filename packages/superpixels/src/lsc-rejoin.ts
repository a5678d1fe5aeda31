import { connectedLabels, firstAppearance, partCount } from "./connect.ts"
import type { Grid, Pixels } from "./image.ts"
import { touchingPieces } from "./lsc-touching.ts"
import { MinHeap } from "./lsc-heap.ts"

/** Strays may become parts of their own until there are this many times the clusters. */
const MOST_PARTS = 1.1

/** Smallest stray that may, in mean parts. */
const SMALLEST_PART = 1 / 16

/** The pieces of a label map: connected, joined step by step. Each starts as its own root. */
interface Pieces {
  readonly channels: number
  readonly roots: Int32Array
  readonly sizes: Float64Array
  /** Summed values, `[pieces, channels]`. */
  readonly sums: Float64Array
  /** 1 where a piece holds the largest piece of a cluster. */
  readonly settled: Uint8Array
}

/**
 * Makes every part connected: the largest piece of a cluster stays a part, and its other pieces, the strays, join a
 * neighbour, in the order in which that adds least to the variance of the values within parts (Ward's criterion).
 * The last strays, the least like what surrounds them, may stay parts of their own: a tenth of the clusters at most.
 *
 * @param labels cluster of every pixel, `[H * W]`
 * @returns labels 0…n-1 in row-major order of first appearance, every part 4-connected
 */
export function rejoinStrays(labels: Int32Array, pixels: Pixels, grid: Grid): Int32Array {
  const pieceOf = connectedLabels(labels, grid)
  const pieces = gather(pieceOf, labels, pixels)
  const clusters = pieces.settled.reduce((sum, one) => sum + one, 0)
  const smallest = (SMALLEST_PART * grid.units) / clusters
  const touching = touchingPieces(pieceOf, grid)
  const costs = new Float64Array(touching.length / 2)
  for (let edge = 0; edge < costs.length; edge++) {
    costs[edge] = costOf(pieces, touching[2 * edge], touching[2 * edge + 1])
  }
  const heap = new MinHeap(costs)
  let left = pieces.sizes.length
  while (heap.size > 0) {
    const edge = heap.top()
    const a = rootOf(pieces.roots, touching[2 * edge])
    const b = rootOf(pieces.roots, touching[2 * edge + 1])
    const large = pieces.sizes[a] >= smallest && pieces.sizes[b] >= smallest
    if (a === b || (pieces.settled[a] && pieces.settled[b]) || (large && left <= MOST_PARTS * clusters)) {
      heap.pop()
      continue
    }
    // Pieces that grew since: joining never makes the cheapest join cheaper, so a late look is not too late.
    const cost = costOf(pieces, a, b)
    if (cost > costs[edge]) {
      heap.raiseTop(cost)
      continue
    }
    heap.pop()
    join(pieces, a, b)
    left--
  }
  const out = new Int32Array(grid.units)
  for (let unit = 0; unit < out.length; unit++) out[unit] = rootOf(pieces.roots, pieceOf[unit])
  return firstAppearance(out, pieces.sizes.length)
}

function gather(pieceOf: Int32Array, labels: Int32Array, { channels, data }: Pixels): Pieces {
  const count = partCount(pieceOf)
  const sizes = new Float64Array(count)
  const sums = new Float64Array(count * channels)
  for (let unit = 0, at = 0; unit < pieceOf.length; unit++) {
    sizes[pieceOf[unit]]++
    for (let channel = 0; channel < channels; channel++)
      sums[pieceOf[unit] * channels + channel] += data[at++]
  }
  const largest = new Int32Array(partCount(labels)).fill(-1)
  for (let unit = 0; unit < labels.length; unit++) {
    const kept = largest[labels[unit]]
    if (kept < 0 || sizes[pieceOf[unit]] > sizes[kept]) largest[labels[unit]] = pieceOf[unit]
  }
  const settled = new Uint8Array(count)
  for (const piece of largest) if (piece >= 0) settled[piece] = 1
  return { channels, roots: Int32Array.from({ length: count }, (_, piece) => piece), sizes, sums, settled }
}

/** What joining two pieces adds to the squared deviations from the means of parts. */
function costOf({ channels, sizes, sums }: Pieces, a: number, b: number): number {
  let squared = 0
  for (let channel = 0; channel < channels; channel++) {
    squared += (sums[a * channels + channel] / sizes[a] - sums[b * channels + channel] / sizes[b]) ** 2
  }
  return (squared * sizes[a] * sizes[b]) / (sizes[a] + sizes[b])
}

function join({ channels, roots, sizes, sums, settled }: Pieces, a: number, b: number): void {
  roots[b] = a
  sizes[a] += sizes[b]
  settled[a] |= settled[b]
  for (let channel = 0; channel < channels; channel++)
    sums[a * channels + channel] += sums[b * channels + channel]
}

function rootOf(roots: Int32Array, piece: number): number {
  while (roots[piece] !== piece) {
    roots[piece] = roots[roots[piece]]
    piece = roots[piece]
  }
  return piece
}
