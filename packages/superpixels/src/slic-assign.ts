import type { Grid } from "./image.ts"
import { lanes } from "./slic-blocks.ts"
import type { Blocks } from "./slic-blocks.ts"
import { addUnit, features } from "./slic-clusters.ts"
import type { Clusters } from "./slic-clusters.ts"

/** How near the centers are, one round after the other. */
export interface Distances {
  /** Distance of each unit to the nearest center so far. */
  readonly nearest: Float64Array
  /** The largest of them in each block. */
  readonly farthest: Float64Array
  /** The label of a block whose units all have the same, else -1. */
  readonly only: Int32Array
}

/** Measures every unit against the center of its own cluster, where that still reaches it. */
export function measureOwn(
  { labels, centers, weights, spatial, reach }: Clusters,
  { nearest, farthest, only }: Distances,
  colors: Float64Array,
  blocks: Blocks,
  { height, width }: Grid,
): void {
  const { boxes } = blocks
  const [reachZ, reachY, reachX] = reach
  for (let block = 0; block < blocks.count; block++) {
    const fromX = boxes[block * 6 + 2]
    const toZ = boxes[block * 6 + 3]
    const toY = boxes[block * 6 + 4]
    const toX = boxes[block * 6 + 5]
    let most = 0
    let same = -2
    let cx = 0
    let c0 = 0
    let c1 = 0
    let c2 = 0
    let c3 = 0
    let weight = 1
    let rise = 0
    for (let z = boxes[block * 6]; z < toZ; z++) {
      for (let y = boxes[block * 6 + 1]; y < toY; y++) {
        const row = (z * height + y) * width
        let last = -1
        for (let x = fromX; x < toX; x++) {
          const unit = row + x
          const label = labels[unit]
          // Neighbours mostly share their cluster, so its center is read once a run.
          if (label !== last) {
            last = label
            if (label !== same) same = same === -2 ? label : -1
            const c = label * features
            const dz = centers[c] - z
            const dy = centers[c + 1] - y
            cx = centers[c + 2]
            c0 = centers[c + 3]
            c1 = centers[c + 4]
            c2 = centers[c + 5]
            c3 = centers[c + 6]
            weight = weights[label]
            rise =
              dy >= -reachY && dy < reachY + 1 && dz >= -reachZ && dz < reachZ + 1
                ? dz * dz + dy * dy
                : Number.POSITIVE_INFINITY
          }
          const p = unit * lanes
          const dx = cx - x
          const d0 = colors[p] - c0
          const d1 = colors[p + 1] - c1
          const d2 = colors[p + 2] - c2
          const d3 = colors[p + 3] - c3
          let distance = (rise + dx * dx) * spatial + (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3) * weight
          if (dx < -reachX || dx >= reachX + 1) distance = Number.POSITIVE_INFINITY
          nearest[unit] = distance
          if (distance > most) most = distance
        }
      }
    }
    farthest[block] = most
    only[block] = same
  }
}

/**
 * Offers every center to the units that it reaches; each goes to the nearest, of equally near ones to the first.
 *
 * @returns how many times a unit changed its cluster
 */
export function offerCenters(
  clusters: Clusters,
  { nearest, farthest, only }: Distances,
  colors: Float64Array,
  blocks: Blocks,
  grid: Grid,
): number {
  const { count, labels, centers, sums, members, weights, spatial, reach } = clusters
  const { depth, height, width } = grid
  const { rows, columns, shifts, bounds } = blocks
  const [shiftZ, shiftY, shiftX] = shifts
  const sizeZ = 1 << shiftZ
  const sizeY = 1 << shiftY
  const sizeX = 1 << shiftX
  let changes = 0
  for (let label = 0; label < count; label++) {
    if (members[label] === 0) continue
    const c = label * features
    const cz = centers[c]
    const cy = centers[c + 1]
    const cx = centers[c + 2]
    const c0 = centers[c + 3]
    const c1 = centers[c + 4]
    const c2 = centers[c + 5]
    const c3 = centers[c + 6]
    const weight = weights[label]
    const windowZ = Math.floor(Math.max(cz - reach[0], 0))
    const windowY = Math.floor(Math.max(cy - reach[1], 0))
    const windowX = Math.floor(Math.max(cx - reach[2], 0))
    const windowEndZ = Math.floor(Math.min(cz + reach[0] + 1, depth))
    const windowEndY = Math.floor(Math.min(cy + reach[1] + 1, height))
    const windowEndX = Math.floor(Math.min(cx + reach[2] + 1, width))
    for (let bz = windowZ >> shiftZ; bz << shiftZ < windowEndZ; bz++) {
      const boxZ = bz << shiftZ
      const boxEndZ = Math.min(boxZ + sizeZ, depth)
      const gapZ = cz < boxZ ? boxZ - cz : cz > boxEndZ - 1 ? cz - boxEndZ + 1 : 0
      for (let by = windowY >> shiftY; by << shiftY < windowEndY; by++) {
        const boxY = by << shiftY
        const boxEndY = Math.min(boxY + sizeY, height)
        const gapY = cy < boxY ? boxY - cy : cy > boxEndY - 1 ? cy - boxEndY + 1 : 0
        const away = gapZ * gapZ + gapY * gapY
        for (let bx = windowX >> shiftX; bx << shiftX < windowEndX; bx++) {
          const block = (bz * rows + by) * columns + bx
          const boxX = bx << shiftX
          const boxEndX = Math.min(boxX + sizeX, width)
          const gapX = cx < boxX ? boxX - cx : cx > boxEndX - 1 ? cx - boxEndX + 1 : 0
          // A little room, so that rounding never refuses a center that ties.
          const limit = farthest[block] * (1 + 1e-12)
          const near = (away + gapX * gapX) * spatial
          if (near > limit || only[block] === label) continue
          const b = block * 2 * lanes
          const gap0 = c0 < bounds[b] ? bounds[b] - c0 : c0 > bounds[b + 4] ? c0 - bounds[b + 4] : 0
          const gap1 = c1 < bounds[b + 1] ? bounds[b + 1] - c1 : c1 > bounds[b + 5] ? c1 - bounds[b + 5] : 0
          const gap2 = c2 < bounds[b + 2] ? bounds[b + 2] - c2 : c2 > bounds[b + 6] ? c2 - bounds[b + 6] : 0
          const gap3 = c3 < bounds[b + 3] ? bounds[b + 3] - c3 : c3 > bounds[b + 7] ? c3 - bounds[b + 7] : 0
          const unlike = (gap0 * gap0 + gap1 * gap1 + gap2 * gap2 + gap3 * gap3) * weight
          if (near + unlike > limit) continue
          const endZ = Math.min(boxEndZ, windowEndZ)
          const startY = Math.max(boxY, windowY)
          const endY = Math.min(boxEndY, windowEndY)
          const startX = Math.max(boxX, windowX)
          const endX = Math.min(boxEndX, windowEndX)
          for (let z = Math.max(boxZ, windowZ); z < endZ; z++) {
            const dz = cz - z
            for (let y = startY; y < endY; y++) {
              const dy = cy - y
              const rise = dz * dz + dy * dy
              // Refuses single rows of the block too.
              if ((rise + gapX * gapX) * spatial + unlike > limit) continue
              const row = (z * height + y) * width
              for (let x = startX; x < endX; x++) {
                const unit = row + x
                const dx = cx - x
                const p = unit * lanes
                const d0 = colors[p] - c0
                const d1 = colors[p + 1] - c1
                const d2 = colors[p + 2] - c2
                const d3 = colors[p + 3] - c3
                const distance = (rise + dx * dx) * spatial + (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3) * weight
                if (distance > nearest[unit]) continue
                const owner = labels[unit]
                // The unit's own center was tried first, so a later tie may have to be decided for the earlier center.
                if (distance === nearest[unit] && label >= owner) continue
                nearest[unit] = distance
                labels[unit] = label
                only[block] = -1
                members[owner]--
                members[label]++
                addUnit(sums, owner * features, colors, p, -1, z, y, x)
                addUnit(sums, c, colors, p, 1, z, y, x)
                changes++
              }
            }
          }
        }
      }
    }
  }
  return changes
}
