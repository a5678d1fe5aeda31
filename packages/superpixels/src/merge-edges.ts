import { connectedLabels, firstAppearance, partCount } from "./connect.ts"
import type { Edges } from "./edges.ts"
import type { Grid } from "./image.ts"

/**
 * Joins units along the edges, cheapest first, while an edge costs less than both sides vary inside (Felzenszwalb and
 * Huttenlocher 2004, section 4), then joins what stayed below `minSize`, then sees to it that parts hold by faces.
 *
 * @param threshold how much a part of one unit may vary; a part of n units is given `threshold / n` beyond its own
 * @returns labels 0…n-1, face-connected, in order of first appearance
 */
export function mergeEdges(edges: Edges, grid: Grid, threshold: number, minSize: number): Int32Array {
  const { costs, ends, offsets } = edges
  const { units } = grid
  const count = costs.length
  const parents = new Int32Array(units)
  const sizes = new Int32Array(units)
  // The most an edge may cost to be taken by the part of this root.
  const limits = new Float32Array(units).fill(threshold)
  for (let unit = 0; unit < units; unit++) {
    parents[unit] = unit
    sizes[unit] = 1
  }
  // Only an edge refused here can join two parts later: both ends of every other one are in one part already.
  const refused = new Int32Array(count)
  let refusals = 0
  for (let edge = 0; edge < count; edge++) {
    const end = ends[edge]
    let a = end >>> 2
    let b = a + offsets[end & 3]
    while (parents[a] !== a) a = parents[a] = parents[parents[a]]
    while (parents[b] !== b) b = parents[b] = parents[parents[b]]
    if (a === b) continue
    const cost = costs[edge]
    if (cost < limits[a] && cost < limits[b]) {
      if (sizes[a] < sizes[b]) [a, b] = [b, a]
      parents[b] = a
      sizes[a] += sizes[b]
      limits[a] = cost + threshold / sizes[a]
    } else {
      refused[refusals++] = edge
    }
  }

  let parts = 0
  for (let index = 0; index < refusals; index++) {
    const end = ends[refused[index]]
    const unit = end >>> 2
    joinSmall(parents, sizes, unit, unit + offsets[end & 3], minSize)
  }
  const roots = new Int32Array(units)
  for (let unit = 0; unit < units; unit++) {
    roots[unit] = rootOf(parents, unit)
    if (roots[unit] === unit) parts++
  }

  const pieces = connectedLabels(roots, grid)
  const pieceCount = partCount(pieces)
  if (pieceCount === parts) return pieces
  // Some parts hold by a corner only. A piece of minSize or more becomes a part, a smaller one joins across a face.
  for (let piece = 0; piece < pieceCount; piece++) {
    parents[piece] = piece
    sizes[piece] = 0
  }
  for (let unit = 0; unit < units; unit++) sizes[pieces[unit]]++
  for (let index = 0; index < refusals; index++) {
    const end = ends[refused[index]]
    if ((end & 3) >= edges.faces) continue
    const unit = end >>> 2
    joinSmall(parents, sizes, pieces[unit], pieces[unit + offsets[end & 3]], minSize)
  }
  for (let unit = 0; unit < units; unit++) pieces[unit] = rootOf(parents, pieces[unit])
  return firstAppearance(pieces, pieceCount)
}

function joinSmall(
  parents: Int32Array,
  sizes: Int32Array,
  first: number,
  second: number,
  minSize: number,
): void {
  const a = rootOf(parents, first)
  const b = rootOf(parents, second)
  if (a === b || (sizes[a] >= minSize && sizes[b] >= minSize)) return
  const [large, small] = sizes[a] < sizes[b] ? [b, a] : [a, b]
  parents[small] = large
  sizes[large] += sizes[small]
}

/** The root of a tree of the union-find forest; every visited node is hung one level higher. */
function rootOf(parents: Int32Array, node: number): number {
  while (parents[node] !== node) node = parents[node] = parents[parents[node]]
  return node
}
