import { rootOf } from "./edge-graph.ts"
import type { EdgeGraph } from "./edge-graph.ts"

/**
 * Joins pieces along the edges, cheapest first, while an edge costs less than both sides vary inside (Felzenszwalb and
 * Huttenlocher 2004, section 4), then joins what stayed below `minSize`, then sees to it that parts hold by faces.
 *
 * @param threshold how much a part of one unit may vary, at least the lowest one of the graph; a part of n units is given
 *   `threshold / n` beyond its own
 * @returns labels 0…n-1, face-connected, in order of first appearance
 */
export function mergeEdges(graph: EdgeGraph, threshold: number, minSize: number): Int32Array {
  const parents = graph.roots.slice()
  const sizes = graph.sizes.slice()
  const refused = new Int32Array(graph.costs.length)
  const refusals = joinAlike(graph, threshold, parents, sizes, refused)
  joinSmall(graph, refused.subarray(0, refusals), parents, sizes, minSize)

  // Some parts hold by a corner only. A piece of minSize or more becomes a part, a smaller one joins across a face.
  const pieces = graph.pieceSizes.length
  const holders = new Int32Array(pieces)
  const held = graph.pieceSizes.slice()
  for (let piece = 0; piece < pieces; piece++) {
    parents[piece] = rootOf(parents, piece)
    holders[piece] = piece
  }
  const { from, to, faces, pieceOf } = graph
  for (let index = 0; index < faces.length; index++) {
    const edge = faces[index]
    if (parents[from[edge]] === parents[to[edge]]) unite(holders, held, from[edge], to[edge])
  }
  joinSmall(graph, faces, holders, held, minSize)

  const names = new Int32Array(pieces).fill(-1)
  const nameOf = new Int32Array(pieces)
  let count = 0
  for (let piece = 0; piece < pieces; piece++) {
    const root = rootOf(holders, piece)
    if (names[root] < 0) names[root] = count++
    nameOf[piece] = names[root]
  }
  const labels = new Int32Array(pieceOf.length)
  for (let unit = 0; unit < labels.length; unit++) labels[unit] = nameOf[pieceOf[unit]]
  return labels
}

/** Takes every edge that both of its sides allow. Returns how many it refuses: only those can join two parts later. */
function joinAlike(
  { costs, from, to, inner }: EdgeGraph,
  threshold: number,
  parents: Int32Array,
  sizes: Int32Array,
  refused: Int32Array,
): number {
  // The most an edge may cost to be taken by the part of this root.
  const limits = new Float32Array(parents.length)
  for (let root = 0; root < limits.length; root++) limits[root] = inner[root] + threshold / sizes[root]
  let refusals = 0
  for (let edge = 0; edge < costs.length; edge++) {
    if (parents[from[edge]] === parents[to[edge]]) continue
    const a = rootOf(parents, from[edge])
    const b = rootOf(parents, to[edge])
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

/** Joins across some edges, in their order, wherever one side has less than `minSize` units. */
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
    const a = rootOf(parents, from[edge])
    const b = rootOf(parents, to[edge])
    if (a === b || (sizes[a] >= minSize && sizes[b] >= minSize)) continue
    const before = (sizes[a] < minSize ? 1 : 0) + (sizes[b] < minSize ? 1 : 0)
    small += (sizes[unite(parents, sizes, a, b)] < minSize ? 1 : 0) - before
  }
}

/** Hangs the smaller of two trees below the larger, and returns the root of both. */
function unite(parents: Int32Array, sizes: Int32Array, first: number, second: number): number {
  const a = rootOf(parents, first)
  const b = rootOf(parents, second)
  if (a === b) return a
  const large = sizes[a] < sizes[b] ? b : a
  parents[a] = large
  parents[b] = large
  sizes[large] = sizes[a] + sizes[b]
  return large
}
