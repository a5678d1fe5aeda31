import { connectedLabels, partCount } from "../primitives/labels.ts"
import type { Edges } from "./edges.ts"
import type { Grid } from "../primitives/pixels.ts"

/**
 * The neighbour graph, contracted for all thresholds from a lowest one: units that all of them join form one piece,
 * and of the edges between two pieces only the cheapest remains. About a fifth of the nodes and edges of a photo is
 * left, so that many thresholds cost little more than one.
 */
export interface EdgeGraph {
  /** Piece of each unit, 0…pieces-1 in order of first appearance; every piece is connected by faces. */
  readonly pieceOf: Int32Array
  /** Number of units of each piece. */
  readonly pieceSizes: Int32Array
  /** First piece of the part that each piece belongs to; a part connected by corners only has several pieces. */
  readonly roots: Int32Array
  /** Number of units of the part of each root. */
  readonly sizes: Int32Array
  /** Internal difference of the part of each root: the cost of its most expensive edge. */
  readonly inner: Float32Array
  /** Costs of the edges, ascending. */
  readonly costs: Float32Array
  /** Piece at one end of each edge. */
  readonly from: Int32Array
  /** Piece at the other end. */
  readonly to: Int32Array
  /** Edges that cross a face: the cheapest between any two pieces that share a face. Ascending. */
  readonly faces: Int32Array
}

/**
 * Contracts the neighbour graph: accepts edges in ascending order of cost, as `mergeEdges` does, while all thresholds
 * from `lowest` agree. If all thresholds have formed the same two parts, an edge that the lowest threshold accepts is
 * accepted by all. Any other edge can go either way, so its two parts are frozen, and so are their later edges.
 *
 * Of the edges between two pieces only the cheapest matters: a part that refuses it also refuses every more expensive
 * one, and so never grows again.
 */
export function edgeGraph(edges: Edges, grid: Grid, lowest: number): EdgeGraph {
  const { units } = grid
  const parents = new Int32Array(units)
  for (let unit = 0; unit < units; unit++) parents[unit] = unit
  const sizes = new Int32Array(units).fill(1)
  const inner = new Float32Array(units)
  const buffer = new Int32Array(edges.costs.length)
  const open = buffer.subarray(0, joinAgreed(edges, lowest, parents, sizes, inner, buffer))
  for (let unit = 0; unit < units; unit++) parents[unit] = findRoot(parents, unit)
  const pieceOf = connectedLabels(parents, grid)
  return { pieceOf, ...partsOfPieces(pieceOf, parents, sizes, inner), ...keepCheapest(edges, open, pieceOf) }
}

type Parts = Pick<EdgeGraph, "pieceSizes" | "roots" | "sizes" | "inner">

/** Identifies the parts by their first pieces instead of by a unit. */
function partsOfPieces(
  pieceOf: Int32Array,
  partOf: Int32Array,
  partSizes: Int32Array,
  differences: Float32Array,
): Parts {
  const count = partCount(pieceOf)
  const pieceSizes = new Int32Array(count)
  const roots = new Int32Array(count)
  const sizes = new Int32Array(count)
  const inner = new Float32Array(count)
  const firstPiece = new Int32Array(pieceOf.length).fill(-1)
  for (let unit = 0; unit < pieceOf.length; unit++) {
    const piece = pieceOf[unit]
    if (pieceSizes[piece]++ > 0) continue
    const part = partOf[unit]
    if (firstPiece[part] < 0) {
      firstPiece[part] = piece
      sizes[piece] = partSizes[part]
      inner[piece] = differences[part]
    }
    roots[piece] = firstPiece[part]
  }
  return { pieceSizes, roots, sizes, inner }
}

/** Keeps the first edge between any two pieces, and the first across a face. */
function keepCheapest(
  edges: Edges,
  open: Int32Array,
  pieceOf: Int32Array,
): Pick<EdgeGraph, "costs" | "from" | "to" | "faces"> {
  const { ends, offsets } = edges
  const costs = new Float32Array(open.length)
  const from = new Int32Array(open.length)
  const to = new Int32Array(open.length)
  const faces = new Int32Array(open.length)
  let many = 0
  let manyFaces = 0
  // Hash table with open addressing. An entry is the last edge kept between two pieces: twice its number, plus 1 if it
  // crosses a face.
  const mask = 2 ** (32 - Math.clz32(1.25 * open.length + 1)) - 1
  const table = new Int32Array(mask + 1).fill(-1)
  for (let index = 0; index < open.length; index++) {
    const end = ends[open[index]]
    const unit = end >>> 2
    const one = pieceOf[unit]
    const other = pieceOf[unit + offsets[end & 3]]
    const low = one < other ? one : other
    const high = one < other ? other : one
    const face = (end & 3) < edges.faces ? 1 : 0
    let slot = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
    slot = (slot ^ (slot >>> 15)) & mask
    let last = table[slot]
    while (last >= 0 && (from[last >> 1] !== low || to[last >> 1] !== high)) {
      slot = (slot + 1) & mask
      last = table[slot]
    }
    if (last >= 0 && (last & 1) >= face) continue
    table[slot] = 2 * many + face
    if (face === 1) faces[manyFaces++] = many
    costs[many] = edges.costs[open[index]]
    from[many] = low
    to[many++] = high
  }
  return {
    costs: costs.subarray(0, many),
    from: from.subarray(0, many),
    to: to.subarray(0, many),
    faces: faces.subarray(0, manyFaces),
  }
}

/** Joins the units that all thresholds join. Writes the other edges to `open` and returns their number. */
function joinAgreed(
  { costs, ends, offsets }: Edges,
  lowest: number,
  parents: Int32Array,
  sizes: Int32Array,
  inner: Float32Array,
  open: Int32Array,
): number {
  // Highest cost that the part of a root accepts; 0 once thresholds can disagree about the part.
  const limits = new Float32Array(parents.length).fill(lowest)
  let openCount = 0
  for (let edge = 0; edge < costs.length; edge++) {
    const end = ends[edge]
    let a = end >>> 2
    let b = a + offsets[end & 3]
    while (parents[a] !== a) a = parents[a] = parents[parents[a]]
    while (parents[b] !== b) b = parents[b] = parents[parents[b]]
    if (a === b) continue
    const cost = costs[edge]
    if (cost < limits[a] && cost < limits[b]) {
      const large = sizes[a] < sizes[b] ? b : a
      parents[a] = large
      parents[b] = large
      sizes[large] = sizes[a] + sizes[b]
      inner[large] = cost
      limits[large] = cost + lowest / sizes[large]
    } else {
      open[openCount++] = edge
      limits[a] = 0
      limits[b] = 0
    }
  }
  return openCount
}

/** Returns the root of a node of the union-find forest, and halves the path to it. */
export function findRoot(parents: Int32Array, node: number): number {
  while (parents[node] !== node) node = parents[node] = parents[parents[node]]
  return node
}
