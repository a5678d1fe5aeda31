import { connectedLabels, partCount } from "../primitives/labels.ts"
import type { Edges } from "./edges.ts"
import type { Grid } from "../primitives/pixels.ts"

/**
 * The neighbour graph with those units taken together that every threshold from a lowest one on joins, and of all edges
 * between two of the pieces only the cheapest. About a fifth of the nodes and edges of a photo are left, and a piece
 * list stays in the fastest cache, so that many thresholds cost little more than one.
 */
export interface EdgeGraph {
  /** Piece of every unit: 0…pieces-1, each connected by faces, in order of first appearance. */
  readonly pieceOf: Int32Array
  /** Units of every piece. */
  readonly pieceSizes: Int32Array
  /** The first piece of the part that a piece is in; some parts hold by corners only and have several. */
  readonly roots: Int32Array
  /** Units of the part of every root. */
  readonly sizes: Int32Array
  /** How much the part of every root varies inside: the cost of its dearest edge. */
  readonly inner: Float32Array
  /** Costs of the edges, ascending. */
  readonly costs: Float32Array
  /** A piece at one end of every edge. */
  readonly from: Int32Array
  /** The piece at the other end. */
  readonly to: Int32Array
  /** Which edges cross a face: the cheapest one between any two pieces that share a face. Ascending. */
  readonly faces: Int32Array
}

/**
 * Takes the edges cheapest first, as {@link mergeEdges} does, as long as thresholds cannot disagree. Of two parts that
 * all of them got alike, an edge that the lowest threshold takes is taken by all. Any other edge may go one way or the
 * other, so from there on its two parts are left as they are, and so is what touches them.
 *
 * An edge dearer than another between the same two parts changes nothing: where the cheaper one was refused, the part
 * that refused it takes nothing dearer, and so never grows.
 */
export function edgeGraph(edges: Edges, grid: Grid, lowest: number): EdgeGraph {
  const { units } = grid
  const parents = new Int32Array(units)
  for (let unit = 0; unit < units; unit++) parents[unit] = unit
  const sizes = new Int32Array(units).fill(1)
  const inner = new Float32Array(units)
  const buffer = new Int32Array(edges.costs.length)
  const open = buffer.subarray(0, joinAgreed(edges, lowest, parents, sizes, inner, buffer))
  for (let unit = 0; unit < units; unit++) parents[unit] = rootOf(parents, unit)
  const pieceOf = connectedLabels(parents, grid)
  return { pieceOf, ...partsOfPieces(pieceOf, parents, sizes, inner), ...thin(edges, open, pieceOf) }
}

type Parts = Pick<EdgeGraph, "pieceSizes" | "roots" | "sizes" | "inner">

/** The parts, known by a unit until now, by their first pieces. */
function partsOfPieces(
  pieceOf: Int32Array,
  partOf: Int32Array,
  partSizes: Int32Array,
  vary: Float32Array,
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
      inner[piece] = vary[part]
    }
    roots[piece] = firstPiece[part]
  }
  return { pieceSizes, roots, sizes, inner }
}

/** Of the edges between two pieces the first, and the first across a face. */
function thin(
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
  // A hash table with open addressing of the last edge kept between two pieces: twice its number, plus 1 for a face.
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

/** Joins what all thresholds join, and returns how many edges it leaves open. */
function joinAgreed(
  { costs, ends, offsets }: Edges,
  lowest: number,
  parents: Int32Array,
  sizes: Int32Array,
  inner: Float32Array,
  open: Int32Array,
): number {
  // The most an edge may cost to be taken by the part of this root: 0 once thresholds may disagree about it.
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

/** The root of a tree of the union-find forest; every visited node is hung one level higher. */
export function rootOf(parents: Int32Array, node: number): number {
  while (parents[node] !== node) node = parents[node] = parents[parents[node]]
  return node
}
