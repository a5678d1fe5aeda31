import { connectedLabels } from "./connect.ts"
import type { Grid } from "./image.ts"

/**
 * Makes clusters connected: each connected piece becomes a part, one of fewer than `minSize` units joins a part beside
 * it that came earlier, and a piece is cut off when it reaches `maxSize` (Achanta et al. 2012, section 3; the order of
 * search is scikit-image's, because the choice of the part to join depends on it).
 *
 * @param clusters any whole numbers, one a unit
 * @returns labels 0…n-1, every part connected by faces, in order of first appearance
 */
export function connectClusters(
  clusters: Int32Array,
  grid: Grid,
  minSize: number,
  maxSize: number,
): Int32Array {
  const { depth, height, width, units } = grid
  const plane = height * width
  const labels = new Int32Array(units).fill(-1)
  const queue = new Int32Array(Math.min(Math.max(maxSize, 1), units))
  // One way a side: how far the neighbour is in memory, 0 where there is none.
  const steps = new Int32Array(6)
  const sides = depth > 1 ? 6 : 4
  let next = 0
  let stranded = false
  for (let start = 0; start < units; start++) {
    if (labels[start] >= 0) continue
    const cluster = clusters[start]
    let adjacent = next
    let found = 1
    labels[start] = next
    queue[0] = start
    for (let visited = 0; visited < found && found < maxSize; visited++) {
      const unit = queue[visited]
      const inPlane = depth > 1 ? unit % plane : unit
      const x = inPlane % width
      steps[0] = x < width - 1 ? 1 : 0
      steps[1] = x > 0 ? -1 : 0
      steps[2] = inPlane < plane - width ? width : 0
      steps[3] = inPlane >= width ? -width : 0
      steps[4] = unit < units - plane ? plane : 0
      steps[5] = unit >= plane ? -plane : 0
      for (let side = 0; side < sides && found < maxSize; side++) {
        const neighbor = unit + steps[side]
        const label = labels[neighbor]
        if (label < 0) {
          if (clusters[neighbor] === cluster) {
            labels[neighbor] = next
            queue[found++] = neighbor
          }
        } else if (label !== next) {
          adjacent = label
        }
      }
    }
    if (found < minSize) {
      if (adjacent === next) stranded = true
      for (let place = 0; place < found; place++) labels[queue[place]] = adjacent
    } else {
      next++
    }
  }
  // A small piece with no earlier part beside it lends its label to the piece found after it, wherever that is.
  return stranded ? connectedLabels(labels, grid) : labels
}
