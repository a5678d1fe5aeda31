import { connectedLabels, firstAppearance, partCount } from "../primitives/labels.ts"
import type { Grid, Pixels } from "../primitives/pixels.ts"
import { touchingPieces } from "./touching.ts"
import { MinHeap } from "./heap.ts"

/** Smallest piece that may stay a part, in mean parts. */
const SMALLEST_PART = 1 / 32

/** Largest part that two parts may become together, in mean parts. */
const LARGEST_PART = 2

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
 * Makes every part connected: of a cluster's pieces, the largest is settled, and the others are strays. Pieces beside each
 * other join in the order in which that adds least to the variance of the values within parts (Ward, *Hierarchical
 * Grouping to Optimize an Objective Function*, 1963), until as many are left as asked for: strays join anything, settled
 * ones each other where the picture is plain, which leaves parts for strays where it is not.
 *
 * @param labels cluster of every pixel, `[H * W]`
 * @param clusters how many parts there should be: their mean size is measured by it
 * @param most how many parts may be left, at least `clusters`; pieces that are too small for a part all join
 * @returns labels 0…n-1 in row-major order of first appearance, every part 4-connected
 */
export function rejoinStrays(
  labels: Int32Array,
  pixels: Pixels,
  grid: Grid,
  clusters: number,
  most: number,
): Int32Array {
  const pieceOf = connectedLabels(labels, grid)
  const pieces = gather(pieceOf, labels, pixels)
  const touching = touchingPieces(pieceOf, grid)
  const mean = grid.units / clusters
  const left = joinPieces(pieces, touching, SMALLEST_PART * mean, LARGEST_PART * mean, most)
  // Where most parts are large already, the bound on their size has to give way.
  if (left > most) joinPieces(pieces, touching, SMALLEST_PART * mean, Number.POSITIVE_INFINITY, most)
  const out = new Int32Array(grid.units)
  for (let unit = 0; unit < out.length; unit++) out[unit] = rootOf(pieces.roots, pieceOf[unit])
  return firstAppearance(out, pieces.sizes.length)
}

/** @returns how many pieces are left */
function joinPieces(
  pieces: Pieces,
  touching: Int32Array,
  smallest: number,
  largest: number,
  most: number,
): number {
  const { roots, sizes, settled } = pieces
  const costs = new Float64Array(touching.length / 2)
  for (let edge = 0; edge < costs.length; edge++) {
    const a = rootOf(roots, touching[2 * edge])
    costs[edge] = costOf(pieces, a, rootOf(roots, touching[2 * edge + 1]))
  }
  const heap = new MinHeap(costs)
  let left = 0
  let small = 0
  for (let piece = 0; piece < roots.length; piece++) {
    if (roots[piece] !== piece) continue
    left++
    if (sizes[piece] < smallest) small++
  }
  while (heap.size > 0) {
    const edge = heap.top()
    const a = rootOf(roots, touching[2 * edge])
    const b = rootOf(roots, touching[2 * edge + 1])
    const bothLarge = sizes[a] >= smallest && sizes[b] >= smallest
    const tooLarge = bothLarge && settled[a] === 1 && settled[b] === 1 && sizes[a] + sizes[b] > largest
    // What is too small for a part will join sooner or later, and does not count.
    if (a === b || tooLarge || (bothLarge && left - small <= most)) {
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
    small -= Number(sizes[a] < smallest) + Number(sizes[b] < smallest)
    join(pieces, a, b)
    small += Number(sizes[a] < smallest)
    left--
  }
  return left
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
    const gap = sums[a * channels + channel] / sizes[a] - sums[b * channels + channel] / sizes[b]
    squared += gap * gap
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
