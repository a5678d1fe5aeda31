import { expect, test } from "vitest"
import { blobs } from "../../test/fixtures.ts"
import { connectedLabels } from "../primitives/labels.ts"
import { edgeGraph, findRoot } from "./edge-graph.ts"
import { sortedEdges } from "./edges.ts"
import type { Edges } from "./edges.ts"
import { prepareFelzenszwalb } from "./felzenszwalb.ts"
import { validGrid, toFloat } from "../primitives/pixels.ts"
import { mergeEdges } from "./merge-edges.ts"

/** Merges along every edge of the image, for one threshold. */
function plainMerge({ costs, ends, offsets }: Edges, units: number, threshold: number): Int32Array {
  const parents = Int32Array.from({ length: units }, (_, unit) => unit)
  const sizes = new Int32Array(units).fill(1)
  const limits = new Float32Array(units).fill(threshold)
  ends.forEach((end, edge) => {
    const a = findRoot(parents, end >>> 2)
    const b = findRoot(parents, (end >>> 2) + offsets[end & 3])
    if (a === b || costs[edge] >= limits[a] || costs[edge] >= limits[b]) return
    parents[b] = a
    sizes[a] += sizes[b]
    limits[a] = costs[edge] + threshold / sizes[a]
  })
  return parents.map((_, unit) => findRoot(parents, unit))
}

test("a graph contracted for one threshold gives every higher threshold the parts that all edges give", () => {
  for (const shape of [[60], [31, 40], [9, 11, 10]]) {
    for (let seed = 0; seed < 8; seed++) {
      const pixels = blobs(shape, seed % 2 === 0 ? 3 : 1, seed)
      const grid = validGrid(pixels)
      const edges = sortedEdges(toFloat(pixels), pixels.channels, grid)
      for (const lowest of [0.001, 0.05, 0.4]) {
        const graph = edgeGraph(edges, grid, lowest)
        for (const times of [1, 1.5, 8, 100]) {
          expect(mergeEdges(graph, lowest * times, 1)).toEqual(
            connectedLabels(plainMerge(edges, grid.units, lowest * times), grid),
          )
        }
      }
    }
  }
})

test("settings can use any scale from the lowest, in any order", () => {
  const pixels = blobs([30, 35], 3, 5)
  const segmentBy = prepareFelzenszwalb(pixels, 0.8, 0.01)
  for (const scale of [400, 1, 90, 0.01, 3000]) {
    expect(segmentBy({ scale, minSize: 8 })).toEqual(
      prepareFelzenszwalb(pixels, 0.8, scale)({ scale, minSize: 8 }),
    )
  }
})
