import type { Assigner } from "./assign.ts"
import type { Blocks } from "./blocks.ts"
import { toLabels, moveCenters, relaxWeights } from "./clusters.ts"
import { startingClusters } from "./starting-clusters.ts"

/**
 * Clusters units by local k-means over position and colour: SLIC before parts are made connected.
 *
 * @param blocks blocks of colours that are divided by the compactness
 * @param segments approximate number of clusters
 * @param zero whether each cluster adapts its own compactness (SLIC-zero)
 * @returns the cluster of each unit, 0…count-1; clusters can be disconnected or empty
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
  return { labels: toLabels(clusters, blocks), count: clusters.count }
}
