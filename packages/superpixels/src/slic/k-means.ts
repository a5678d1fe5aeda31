import type { Assigner } from "./assign.ts"
import type { Blocks } from "./blocks.ts"
import { labelsOf, moveCenters, relaxWeights } from "./clusters.ts"
import { startingClusters } from "./starting-clusters.ts"

/**
 * Local k-means over place and colour: the assignment of SLIC, before parts are made connected.
 *
 * @param blocks their colours are divided by the compactness
 * @param segments about how many clusters
 * @param zero SLIC-zero: each cluster finds its own compactness
 * @returns the cluster of each unit, 0…count-1; it may be in pieces, and some may be empty
 */
export function cluster(
  blocks: Blocks,
  segments: number,
  iterations: number,
  zero: boolean,
  { allocate, assign }: Assigner,
): { readonly labels: Int32Array; readonly count: number } {
  const clusters = startingClusters(blocks, segments, allocate)
  if (zero) relaxWeights(clusters, blocks)
  for (let round = 1; round < iterations; round++) {
    const changes = assign(clusters, blocks)
    moveCenters(clusters)
    const relaxed = zero && relaxWeights(clusters, blocks)
    if (changes === 0 && !relaxed) break
  }
  return { labels: labelsOf(clusters, blocks), count: clusters.count }
}
