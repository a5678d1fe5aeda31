import { renumber } from "../primitives/labels.ts"
import type { Grid } from "../primitives/pixels.ts"
import { push, replaceTop } from "./pass-heap.ts"

/** Buffers that successive floods of one grid reuse: touching fresh memory costs more than filling old memory. */
export interface FloodBuffers {
  readonly labels: Int32Array
  readonly lowest: Float64Array
  readonly buckets: Int32Array
  readonly passUnits: Int32Array
  readonly passMarkers: Int32Array
  readonly passHeights: Float64Array
  readonly nextInBucket: Int32Array
  readonly heap: Int32Array
}

/** Allocates the buffers of a grid. They are large enough for most floods; `flood` allocates more when they are not. */
export function floodBuffers({ units }: Grid): FloodBuffers {
  const capacity = units + (units >> 1) + 1
  return {
    labels: new Int32Array(units),
    lowest: new Float64Array(units),
    buckets: new Int32Array(Math.min(Math.max(units >> 2, 256), 65_536)),
    passUnits: new Int32Array(capacity),
    passMarkers: new Int32Array(capacity),
    passHeights: new Float64Array(capacity),
    nextInBucket: new Int32Array(capacity),
    heap: new Int32Array(256),
  }
}

/**
 * Floods a landscape from markers: the lowest pass first, and of equal passes the one found first (watershed with a
 * compactness term: Neubert and Protzel, *Compact Watershed and Preemptive SLIC*, ICPR 2014).
 *
 * A pass leads the water of a marker to a neighbouring unit. The water level never falls, so passes wait in buckets by
 * height, and a heap orders only those of the current bucket. A pass that is not below the best pass to its unit can
 * never be taken and is not stored.
 *
 * @param heights `[units]`
 * @param markers distinct units, where the parts start
 * @param compactness height added per unit of distance from the marker
 * @returns a label map: labels 0…markers-1 in order of first appearance, every part connected by faces
 */
export function flood(
  heights: Float64Array,
  markers: Int32Array,
  grid: Grid,
  compactness: number,
  reused: FloodBuffers = floodBuffers(grid),
): Int32Array {
  const { width, height, depth, units } = grid
  const plane = width * height
  let bottom = heights[0]
  let top = bottom
  for (let unit = 1; unit < units; unit++) {
    const here = heights[unit]
    if (here < bottom) bottom = here
    else if (here > top) top = here
  }
  const range = top - bottom + compactness * Math.sqrt(width * width + height * height + depth * depth)
  const buckets = reused.buckets.fill(-1)
  const bucketCount = buckets.length
  const perHeight = range > 0 ? (bucketCount - 1) / range : 0

  const labels = reused.labels.fill(-1)
  // Height of the lowest pass to each unit; minus infinity once the unit belongs to a part.
  const lowest = reused.lowest.fill(Number.POSITIVE_INFINITY)
  // The neighbours of a unit, and how far each is from the marker along its axis. Images use the middle four.
  const neighbors = new Int32Array(6)
  const away = new Int32Array(6)
  const firstSide = depth > 1 ? 0 : 1
  const lastSide = depth > 1 ? 5 : 4
  // Passes are numbered by age.
  let { passUnits, passMarkers, passHeights, nextInBucket, heap } = reused
  let capacity = passUnits.length
  let passes = 0
  // A marker floods when the water reaches its height, not at once.
  for (; passes < markers.length; passes++) {
    const unit = markers[passes]
    const bucket = Math.floor((heights[unit] - bottom) * perHeight)
    labels[unit] = passes
    lowest[unit] = Number.NEGATIVE_INFINITY
    passUnits[passes] = unit
    passMarkers[passes] = passes
    passHeights[passes] = heights[unit]
    nextInBucket[passes] = buckets[bucket]
    buckets[bucket] = passes
  }

  // Most new passes are at the current water level. They come after all waiting passes of that level, so they need
  // only a queue, linked from `first` to `last` as buckets are.
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    let waiting = 0
    let first = -1
    let last = -1
    let water = Number.NEGATIVE_INFINITY
    for (let pass = buckets[bucket]; pass >= 0; pass = nextInBucket[pass]) {
      if (waiting === heap.length) heap = grown(heap, new Int32Array(2 * waiting))
      push(heap, waiting++, pass, passHeights)
    }
    while (waiting > 0 || first >= 0) {
      let pass: number
      if (first >= 0 && (waiting === 0 || passHeights[heap[0]] > water)) {
        pass = first
        first = nextInBucket[pass]
      } else {
        pass = heap[0]
        waiting--
        if (waiting > 0) replaceTop(heap, waiting, heap[waiting], passHeights)
      }
      const unit = passUnits[pass]
      if (labels[unit] >= 0 && pass >= markers.length) continue
      const marker = passMarkers[pass]
      const level = passHeights[pass]
      if (level > water) {
        water = level
        first = -1
      }
      labels[unit] = marker
      lowest[unit] = Number.NEGATIVE_INFINITY
      const z = (unit / plane) | 0
      const y = ((unit - z * plane) / width) | 0
      const x = unit - z * plane - y * width
      const source = markers[marker]
      const sourceZ = (source / plane) | 0
      const sourceY = ((source - sourceZ * plane) / width) | 0
      const dz = z - sourceZ
      const dy = y - sourceY
      const dx = x - (source - sourceZ * plane - sourceY * width)
      const squares = dz * dz + dy * dy + dx * dx + 1
      neighbors[0] = z > 0 ? unit - plane : -1
      neighbors[1] = y > 0 ? unit - width : -1
      neighbors[2] = x > 0 ? unit - 1 : -1
      neighbors[3] = x < width - 1 ? unit + 1 : -1
      neighbors[4] = y < height - 1 ? unit + width : -1
      neighbors[5] = z < depth - 1 ? unit + plane : -1
      away[0] = -dz
      away[1] = -dy
      away[2] = -dx
      away[3] = dx
      away[4] = dy
      away[5] = dz
      for (let side = firstSide; side <= lastSide; side++) {
        const next = neighbors[side]
        // A pass from here is at least `level` high: it cannot beat a known pass of that height or lower.
        if (next < 0 || level >= lowest[next]) continue
        const own = heights[next] + compactness * Math.sqrt(squares + 2 * away[side])
        const reached = own < level ? level : own
        if (reached >= lowest[next]) continue
        lowest[next] = reached
        if (passes === capacity) {
          capacity *= 2
          passUnits = grown(passUnits, new Int32Array(capacity))
          passMarkers = grown(passMarkers, new Int32Array(capacity))
          passHeights = grown(passHeights, new Float64Array(capacity))
          nextInBucket = grown(nextInBucket, new Int32Array(capacity))
        }
        passUnits[passes] = next
        passMarkers[passes] = marker
        passHeights[passes] = reached
        const place = Math.floor((reached - bottom) * perHeight)
        if (reached === water) {
          nextInBucket[passes] = -1
          if (first < 0) first = passes
          else nextInBucket[last] = passes
          last = passes
        } else if (place === bucket) {
          if (waiting === heap.length) heap = grown(heap, new Int32Array(2 * waiting))
          push(heap, waiting++, passes, passHeights)
        } else {
          nextInBucket[passes] = buckets[place]
          buckets[place] = passes
        }
        passes++
      }
    }
  }
  return renumber(labels, markers.length)
}

function grown<Numbers extends Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}
