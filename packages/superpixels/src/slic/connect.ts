import { connectedLabels } from "../primitives/labels.ts"
import type { Grid } from "../primitives/pixels.ts"

/** State of the frame around the grid. */
const frame = -0x80000000

/**
 * Makes clusters connected. Each connected piece becomes a part; a piece with fewer than `minSize` units joins an
 * adjacent earlier part; a piece that reaches `maxSize` ends there (Achanta et al. 2012, section 3). The search runs
 * in scikit-image's order, because the choice of the part to join depends on it.
 *
 * @param clusters whole numbers of at least 0, one per unit; overwritten with the labels
 * @returns a label map: labels 0…n-1 in order of first appearance, every part connected by faces
 */
export function connectClusters(
  clusters: Int32Array,
  grid: Grid,
  minSize: number,
  maxSize: number,
): Int32Array {
  const { depth, height, width, units } = grid
  const line = width + 2
  const plane = line * (height + 2)
  // The cluster of each unit, replaced by its inverted part once found. A frame around the grid saves checks at
  // borders.
  const state = new Int32Array(plane * (depth + 2)).fill(frame)
  for (let row = 0; row < depth * height; row++) {
    state.set(clusters.subarray(row * width, (row + 1) * width), framedRow(row, grid))
  }
  const most = Math.min(Math.max(maxSize, 1), units)
  const queue = new Int32Array(most)
  const steps = Int32Array.of(1, -1, line, -line, plane, -plane)
  const sides = depth > 1 ? 6 : 4
  let next = 0
  let stranded = false
  for (let row = 0; row < depth * height; row++) {
    const first = framedRow(row, grid)
    for (let start = first; start < first + width; start++) {
      const cluster = state[start]
      if (cluster < 0) continue
      const part = ~next
      let found = 1
      state[start] = part
      queue[0] = start
      for (let visited = 0; visited < found && found < most; visited++) {
        // Unrolled, because most of the time is spent here.
        const unit = queue[visited]
        if (state[unit + 1] === cluster) {
          state[unit + 1] = part
          queue[found++] = unit + 1
          if (found === most) break
        }
        if (state[unit - 1] === cluster) {
          state[unit - 1] = part
          queue[found++] = unit - 1
          if (found === most) break
        }
        if (state[unit + line] === cluster) {
          state[unit + line] = part
          queue[found++] = unit + line
          if (found === most) break
        }
        if (state[unit - line] === cluster) {
          state[unit - line] = part
          queue[found++] = unit - line
          if (found === most) break
        }
        if (depth > 1) {
          if (state[unit + plane] === cluster) {
            state[unit + plane] = part
            queue[found++] = unit + plane
            if (found === most) break
          }
          if (state[unit - plane] === cluster) {
            state[unit - plane] = part
            queue[found++] = unit - plane
            if (found === most) break
          }
        }
      }
      if (found >= minSize) {
        next++
        continue
      }
      let adjacent = part
      for (let visited = 0; visited < found; visited++) {
        for (let side = 0; side < sides; side++) {
          const beside = state[queue[visited] + steps[side]]
          if (beside < 0 && beside !== frame && beside !== part) adjacent = beside
        }
      }
      if (adjacent === part) stranded = true
      for (let place = 0; place < found; place++) state[queue[place]] = adjacent
    }
  }
  for (let row = 0, unit = 0; row < depth * height; row++) {
    const first = framedRow(row, grid)
    for (let at = first; at < first + width; at++) clusters[unit++] = ~state[at]
  }
  // A small piece without an adjacent earlier part shares its label with the next piece, wherever that is.
  return stranded ? connectedLabels(clusters, grid) : clusters
}

/** Returns the start of a row of units in a grid with a frame of one unit. */
function framedRow(row: number, { height, width }: Grid): number {
  const z = Math.floor(row / height)
  return ((z + 1) * (height + 2) + (row - z * height) + 1) * (width + 2) + 1
}
