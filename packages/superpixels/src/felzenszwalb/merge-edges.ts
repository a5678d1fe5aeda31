import { findRoot } from "./edge-graph.ts"
import type { EdgeGraph } from "./edge-graph.ts"

/**
 * Joins pieces along the edges in ascending order of cost, while an edge costs less than the internal difference of
 * both sides plus a tolerance (Felzenszwalb and Huttenlocher 2004, section 4). Then joins parts smaller than
 * `minSize`, and splits parts that are connected by corners only.
 *
 * @param threshold tolerance of a part of one unit, at least the lowest threshold of the graph; a part of n units has
 *   a tolerance of `threshold / n`
 * @returns a label map: labels 0…n-1 in order of first appearance, every part connected by faces
 */
export function mergeEdges(graph: EdgeGraph, threshold: number, minSize: number): Int32Array {
  const parents = graph.roots.slice()
  const sizes = graph.sizes.slice()
  const refused = new Int32Array(graph.costs.length)
  const refusals = joinAlike(graph, threshold, parents, sizes, refused)
  joinSmall(graph, refused.subarray(0, refusals), parents, sizes, minSize)

  // Some parts are connected by a corner only. Their pieces of at least minSize units become parts; smaller pieces
  // join a neighbour across a face.
  const pieces = graph.pieceSizes.length
  const holders = new Int32Array(pieces)
  const held = graph.pieceSizes.slice()
  for (let piece = 0; piece < pieces; piece++) {
    parents[piece] = findRoot(parents, piece)
    holders[piece] = piece
  }
  const { from, to, faces, pieceOf } = graph
  for (let index = 0; index < faces.length; index++) {
    const edge = faces[index]
    if (parents[from[edge]] === parents[to[edge]]) unite(holders, held, from[edge], to[edge])
  }
  joinSmall(graph, faces, holders, held, minSize)

  const names = new Int32Array(pieces).fill(-1)
  const labelOf = new Int32Array(pieces)
  let count = 0
  for (let piece = 0; piece < pieces; piece++) {
    const root = findRoot(holders, piece)
    if (names[root] < 0) names[root] = count++
    labelOf[piece] = names[root]
  }
  const labels = new Int32Array(pieceOf.length)
  for (let unit = 0; unit < labels.length; unit++) labels[unit] = labelOf[pieceOf[unit]]
  return labels
}

/**
 * Joins along every edge that both sides accept. Writes the other edges to `refused` and returns their number: only
 * those can join two parts later.
 */
function joinAlike(
  { costs, from, to, inner }: EdgeGraph,
  threshold: number,
  parents: Int32Array,
  sizes: Int32Array,
  refused: Int32Array,
): number {
  // Highest cost that the part of a root accepts.
  const limits = new Float32Array(parents.length)
  for (let root = 0; root < limits.length; root++) limits[root] = inner[root] + threshold / sizes[root]
  let refusals = 0
  for (let edge = 0; edge < costs.length; edge++) {
    if (parents[from[edge]] === parents[to[edge]]) continue
    const a = findRoot(parents, from[edge])
    const b = findRoot(parents, to[edge])
    if (a === b) continue
    const cost = costs[edge]
    if (cost < limits[a] && cost < limits[b]) {
      const root = unite(parents, sizes, a, b)
      limits[root] = cost + threshold / sizes[root]
    } else {
      refused[refusals++] = edge
    }
  }
  return refusals
}

/** Joins along the given edges, in order, wherever one side has fewer than `minSize` units. */
function joinSmall(
  { from, to }: EdgeGraph,
  along: Int32Array,
  parents: Int32Array,
  sizes: Int32Array,
  minSize: number,
): void {
  let small = 0
  for (let node = 0; node < parents.length; node++)
    if (parents[node] === node && sizes[node] < minSize) small++
  for (let index = 0; index < along.length && small > 0; index++) {
    const edge = along[index]
    if (parents[from[edge]] === parents[to[edge]]) continue
    const a = findRoot(parents, from[edge])
    const b = findRoot(parents, to[edge])
    if (a === b || (sizes[a] >= minSize && sizes[b] >= minSize)) continue
    const before = (sizes[a] < minSize ? 1 : 0) + (sizes[b] < minSize ? 1 : 0)
    small += (sizes[unite(parents, sizes, a, b)] < minSize ? 1 : 0) - before
  }
}

/** Attaches the smaller of two trees to the larger one and returns the common root. */
function unite(parents: Int32Array, sizes: Int32Array, first: number, second: number): number {
  const a = findRoot(parents, first)
  const b = findRoot(parents, second)
  if (a === b) return a
  const large = sizes[a] < sizes[b] ? b : a
  parents[a] = large
  parents[b] = large
  sizes[large] = sizes[a] + sizes[b]
  return large
}
