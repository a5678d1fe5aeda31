import type { Grid } from "./image.ts"
import { measureOwn, offerCenters } from "./slic-assign.ts"
import type { Distances } from "./slic-assign.ts"
import type { Blocks } from "./slic-blocks.ts"
import { moveCenters, relaxWeights, startingClusters } from "./slic-clusters.ts"
import type { Clusters } from "./slic-clusters.ts"

/**
 * Local k-means over place and colour: the assignment of SLIC, before parts are made connected.
 *
 * Gives the labels of the plain search, which offers every center to every unit in reach, for a fraction of its work:
 * a unit's own center of the last round is tried first, and then whole blocks refuse the centers that cannot be nearer.
 *
 * @param colors `[units, lanes]`, divided by the compactness
 * @param segments about how many clusters
 * @param zero SLIC-zero: each cluster finds its own compactness
 */
export function cluster(
  colors: Float64Array,
  blocks: Blocks,
  grid: Grid,
  segments: number,
  iterations: number,
  zero: boolean,
): Clusters {
  const clusters = startingClusters(colors, grid, segments)
  if (zero) relaxWeights(clusters, colors)
  const distances: Distances = {
    nearest: new Float64Array(grid.units),
    farthest: new Float64Array(blocks.count),
    only: new Int32Array(blocks.count),
  }
  for (let round = 1; round < iterations; round++) {
    measureOwn(clusters, distances, colors, blocks, grid)
    const changes = offerCenters(clusters, distances, colors, blocks, grid)
    moveCenters(clusters)
    const relaxed = zero && relaxWeights(clusters, colors)
    if (changes === 0 && !relaxed) break
  }
  return clusters
}
