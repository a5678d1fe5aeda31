// The assignment step of SLIC, four units at a time; src/slic/assign.ts does the same for one unit at a time. Both
// round every step of a distance to 32 bits in the same order, so their labels are equal to the last bit. They can
// skip different centers, because a skipped center never wins. Pointers are those of the arrays of
// src/slic/clusters.ts.

/** Bytes of one 32-bit number per unit of a block. */
const blockBytes: usize = 4 * 64
/** Bytes per cluster in the arrays with several numbers per cluster, and bytes of the bounds of a block. */
const windowBytes: usize = 6 * 4
const placeBytes: usize = 3 * 8
const tintBytes: usize = 4 * 4
const sumBytes: usize = 8 * 8
const boundBytes: usize = 8 * 4
/** Bytes of four interleaved clusters: labels, widths, distances along depth and height, weights, four colour lanes. */
const fourBytes: usize = 8 * 16

/** Margin for rounding: a center that ties must never be skipped. */
const slack: f32 = 1.0001

let sizeZ: i32 = 0
let sizeY: i32 = 0
let sizeX: i32 = 0
let spatial: f32 = 0
let windows: usize = 0
let places: usize = 0
let tints: usize = 0
let weights: usize = 0
/** Distance of each unit of the current block to the nearest center so far, and the label of that center. */
let nearest: usize = 0
let owners: usize = 0
/** Contribution of each column and each row of the block to the distance from the current center. */
let columnTerms: usize = 0
let rowTerms: usize = 0

export function assign(
  colors: usize,
  bounds: usize,
  labels: usize,
  windowsAt: usize,
  placesAt: usize,
  tintsAt: usize,
  weightsAt: usize,
  sums: usize,
  scratch: usize,
  depth: i32,
  height: i32,
  width: i32,
  blockDepth: i32,
  blockHeight: i32,
  blockWidth: i32,
  count: i32,
  spatialWeight: f32,
  channels: i32,
): i32 {
  sizeZ = blockDepth
  sizeY = blockHeight
  sizeX = blockWidth
  spatial = spatialWeight
  windows = windowsAt
  places = placesAt
  tints = tintsAt
  weights = weightsAt
  nearest = scratch
  owners = nearest + blockBytes
  columnTerms = owners + blockBytes
  rowTerms = columnTerms + blockBytes
  const row = rowTerms + blockBytes
  const flat = depth == 1 && blockHeight == 8 && channels < 4
  let changes = 0
  for (let z = 0; z < depth; z += sizeZ) {
    for (let y = 0; y < height; y += sizeY) {
      const rowEnd = listRow(row, count, z, y)
      for (let x = 0; x < width; x += sizeX) {
        for (let at: usize = 0; at < blockBytes; at += 16) {
          v128.store(nearest + at, f32x4.splat(f32.MAX_VALUE))
          v128.store(owners + at, v128.load(labels + at))
        }
        // The current centers of two opposite corners come first: they are near, so most others can be skipped.
        const one = load<i32>(labels)
        const other = load<i32>(labels + blockBytes - 4)
        let limit = flat ? tryCenterFlat(one, colors, y, x) : tryCenter(one, colors, z, y, x)
        if (other != one)
          limit = flat ? tryCenterFlat(other, colors, y, x) : tryCenter(other, colors, z, y, x)
        for (let four = row; four < rowEnd; four += fourBytes) {
          const away = leastAway(four, x)
          if (!v128.any_true(f32x4.le(away, f32x4.splat(limit)))) continue
          const least = f32x4.add(away, leastUnlike(four, bounds))
          let near = i32x4.bitmask(f32x4.le(least, f32x4.splat(limit)))
          for (; near != 0; near &= near - 1) {
            const label = load<i32>(four + ((<usize>ctz(near)) << 2))
            if (label != one && label != other)
              limit = flat ? tryCenterFlat(label, colors, y, x) : tryCenter(label, colors, z, y, x)
          }
        }
        changes += moveUnits(labels, sums, colors, depth - z, height - y, width - x, z, y, x)
        labels += blockBytes
        colors += 4 * blockBytes
        bounds += boundBytes
      }
    }
  }
  return changes
}

/** Lets a center compete for the units of a block. Returns the largest distance to a nearest center, with a margin. */
function tryCenter(label: i32, colors: usize, z: i32, y: i32, x: i32): f32 {
  const window = windows + <usize>label * windowBytes
  const place = places + <usize>label * placeBytes
  listTerms(columnTerms, sizeX, x, load<f64>(place, 16), load<i32>(window, 8), load<i32>(window, 20))
  listTerms(rowTerms, sizeY, y, load<f64>(place, 8), load<i32>(window, 4), load<i32>(window, 16))
  const dz = <f32>(load<f64>(place) - <f64>z)
  const tint = tints + <usize>label * tintBytes
  const c0 = v128.load32_splat(tint)
  const c1 = v128.load32_splat(tint, 4)
  const c2 = v128.load32_splat(tint, 8)
  const c3 = v128.load32_splat(tint, 12)
  const weight = v128.load32_splat(weights + ((<usize>label) << 2))
  const name = i32x4.splat(label)
  let most = f32x4.splat(0)
  let at = nearest
  for (let iz = 0; iz < sizeZ; iz++) {
    const gap = dz - <f32>iz
    const inside = z + iz >= load<i32>(window) && z + iz < load<i32>(window, 12)
    const depthTerm: f32 = inside ? gap * gap * spatial : Infinity
    for (let iy = 0; iy < sizeY; iy++) {
      const rise = f32x4.splat(depthTerm + load<f32>(rowTerms + ((<usize>iy) << 2)))
      for (let ix = 0; ix < sizeX; ix += 4) {
        const place = f32x4.add(rise, v128.load(columnTerms + ((<usize>ix) << 2)))
        const first = f32x4.add(squaredTo(c0, colors), squaredTo(c1, colors + blockBytes))
        const last = f32x4.add(squaredTo(c2, colors + 2 * blockBytes), squaredTo(c3, colors + 3 * blockBytes))
        const unlike = f32x4.mul(f32x4.add(first, last), weight)
        most = f32x4.pmax(most, keepNearest(at, f32x4.add(place, unlike), name))
        colors += 16
        at += 16
      }
    }
  }
  return mostOf(most)
}

/** {@link tryCenter} for blocks of 8 x 8 units in the first plane, of up to three channels: most images. */
function tryCenterFlat(label: i32, colors: usize, y: i32, x: i32): f32 {
  const window = windows + <usize>label * windowBytes
  const place = places + <usize>label * placeBytes
  const first = termsFrom(0, x, load<f64>(place, 16), load<i32>(window, 8), load<i32>(window, 20))
  const second = termsFrom(4, x, load<f64>(place, 16), load<i32>(window, 8), load<i32>(window, 20))
  listTerms(rowTerms, 8, y, load<f64>(place, 8), load<i32>(window, 4), load<i32>(window, 16))
  const tint = tints + <usize>label * tintBytes
  const c0 = v128.load32_splat(tint)
  const c1 = v128.load32_splat(tint, 4)
  const c2 = v128.load32_splat(tint, 8)
  const weight = v128.load32_splat(weights + ((<usize>label) << 2))
  const name = i32x4.splat(label)
  let most = f32x4.splat(0)
  for (let row: usize = 0; row < 8; row++) {
    const rise = v128.load32_splat(rowTerms + (row << 2))
    for (let half: usize = 0; half < 2; half++) {
      const at = (row << 5) + (half << 4)
      const four = colors + at
      const place = f32x4.add(rise, half == 0 ? first : second)
      const unlike = f32x4.add(
        f32x4.add(squaredTo(c0, four), squaredTo(c1, four + blockBytes)),
        squaredTo(c2, four + 2 * blockBytes),
      )
      most = f32x4.pmax(most, keepNearest(nearest + at, f32x4.add(place, f32x4.mul(unlike, weight)), name))
    }
  }
  return mostOf(most)
}

/** Returns the squared distances of four values to one. */
function squaredTo(value: v128, values: usize): v128 {
  const gap = f32x4.sub(v128.load(values), value)
  return f32x4.mul(gap, gap)
}

/** Records a center for the units that it is nearest to so far; of equally near centers the first stays. */
function keepNearest(at: usize, distance: v128, name: v128): v128 {
  const before = v128.load(at)
  const owner = v128.load(at, blockBytes)
  const ties = v128.and(f32x4.eq(distance, before), i32x4.lt_s(name, owner))
  const wins = v128.or(f32x4.lt(distance, before), ties)
  const after = f32x4.pmin(before, distance)
  v128.store(at, after)
  v128.store(at, v128.bitselect(name, owner, wins), blockBytes)
  return after
}

/** Returns the largest of four numbers, with a margin. */
function mostOf(four: v128): f32 {
  const half = max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1))
  return min(max(half, max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3))) * slack, f32.MAX_VALUE)
}

/** Writes the contributions of the places along one axis of a block to a distance, infinite outside the window. */
function listTerms(list: usize, size: i32, from: i32, center: f64, start: i32, end: i32): void {
  for (let step = 0; step < size; step += 4)
    v128.store(list + ((<usize>step) << 2), termsFrom(step, from, center, start, end))
}

/** Returns the contributions of four places. */
function termsFrom(step: i32, from: i32, center: f64, start: i32, end: i32): v128 {
  const steps = i32x4.add(i32x4.splat(step), i32x4(0, 1, 2, 3))
  const gap = f32x4.sub(f32x4.splat(<f32>(center - <f64>from)), f32x4.convert_i32x4_s(steps))
  const term = f32x4.mul(f32x4.mul(gap, gap), f32x4.splat(spatial))
  const after = i32x4.ge_s(steps, i32x4.splat(start - from))
  const inside = v128.and(after, i32x4.lt_s(steps, i32x4.splat(end - from)))
  return v128.bitselect(term, f32x4.splat(Infinity), inside)
}

/** Lists the clusters whose windows overlap a row of blocks, in fours. Returns the end of the list. */
function listRow(list: usize, count: i32, z: i32, y: i32): usize {
  let found = 0
  for (let label = 0; label < count; label++) {
    const window = windows + <usize>label * windowBytes
    if (load<i32>(window) >= z + sizeZ || load<i32>(window, 12) <= z) continue
    if (load<i32>(window, 4) >= y + sizeY || load<i32>(window, 16) <= y) continue
    const place = places + <usize>label * placeBytes
    const tint = tints + <usize>label * tintBytes
    const dz = gapTo(load<f64>(place) - <f64>z, sizeZ)
    const dy = gapTo(load<f64>(place, 8) - <f64>y, sizeY)
    const at = placeIn(list, found++)
    store<i32>(at, label)
    store<i32>(at, <i32>floor(load<f64>(place, 16)), 16)
    store<f32>(at, (dz * dz + dy * dy) * spatial, 32)
    store<f32>(at, load<f32>(weights + ((<usize>label) << 2)), 48)
    store<f32>(at, load<f32>(tint), 64)
    store<f32>(at, load<f32>(tint, 4), 80)
    store<f32>(at, load<f32>(tint, 8), 96)
    store<f32>(at, load<f32>(tint, 12), 112)
  }
  // The last four are padded with infinitely distant clusters.
  for (; (found & 3) != 0; found++) store<f32>(placeIn(list, found), Infinity, 32)
  return placeIn(list, found)
}

function placeIn(list: usize, index: i32): usize {
  return list + <usize>(index >> 2) * fourBytes + ((<usize>(index & 3)) << 2)
}

/** Returns lower bounds of the contribution of position to the distances between a block and four centers. */
function leastAway(four: usize, x: i32): v128 {
  // In whole units, which are exact for any width; a center lies in the unit that begins at its rounded-down position.
  const place = v128.load(four, 16)
  const before = i32x4.sub(i32x4.splat(x - 1), place)
  const after = i32x4.sub(place, i32x4.splat(x + sizeX - 1))
  const gap = f32x4.convert_i32x4_s(i32x4.max_s(i32x4.max_s(before, after), i32x4.splat(0)))
  return f32x4.add(v128.load(four, 32), f32x4.mul(f32x4.mul(gap, gap), f32x4.splat(spatial)))
}

/** Returns lower bounds of the contribution of colour. */
function leastUnlike(four: usize, bounds: usize): v128 {
  const g0 = squaredGaps(v128.load(four, 64), bounds)
  const g1 = squaredGaps(v128.load(four, 80), bounds + 4)
  const g2 = squaredGaps(v128.load(four, 96), bounds + 8)
  const g3 = squaredGaps(v128.load(four, 112), bounds + 12)
  return f32x4.mul(f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3)), v128.load(four, 48))
}

function squaredGaps(values: v128, bound: usize): v128 {
  const below = f32x4.sub(v128.load32_splat(bound), values)
  const above = f32x4.sub(values, v128.load32_splat(bound, 16))
  const gap = f32x4.max(f32x4.max(below, above), f32x4.splat(0))
  return f32x4.mul(gap, gap)
}

function gapTo(place: f64, size: i32): f32 {
  return <f32>max<f64>(max<f64>(-place, place - <f64>(size - 1)), 0)
}

/**
 * Moves the units of a block to their new clusters. Units outside the grid, from `depth`, `height` and `width`, do not
 * change the sums.
 *
 * @returns the number of units inside that changed their cluster
 */
function moveUnits(
  labels: usize,
  sums: usize,
  colors: usize,
  depth: i32,
  height: i32,
  width: i32,
  z: i32,
  y: i32,
  x: i32,
): i32 {
  let changes = 0
  let at: usize = 0
  for (let iz = 0; iz < sizeZ; iz++) {
    for (let iy = 0; iy < sizeY; iy++) {
      for (let ix = 0; ix < sizeX; ix += 4, at += 16) {
        const after = v128.load(owners + at)
        let changed = i32x4.bitmask(i32x4.ne(v128.load(labels + at), after))
        if (changed == 0) continue
        if (iz < depth && iy < height) {
          for (; changed != 0; changed &= changed - 1) {
            const lane = ctz(changed)
            if (ix + lane >= width) break
            const unit = at + ((<usize>lane) << 2)
            const from = sums + <usize>load<i32>(labels + unit) * sumBytes
            const to = sums + <usize>load<i32>(owners + unit) * sumBytes
            moveUnit(from, to, z + iz, y + iy, x + ix + lane, colors + unit)
            changes++
          }
        }
        v128.store(labels + at, after)
      }
    }
  }
  return changes
}

/** Subtracts the position and colour of a unit from the sums of one cluster and adds them to another's. */
function moveUnit(from: usize, to: usize, z: i32, y: i32, x: i32, color: usize): void {
  const first = pair(1, <f64>z)
  const second = pair(<f64>y, <f64>x)
  const third = pair(<f64>load<f32>(color), <f64>load<f32>(color, blockBytes))
  const fourth = pair(<f64>load<f32>(color, 2 * blockBytes), <f64>load<f32>(color, 3 * blockBytes))
  v128.store(from, f64x2.sub(v128.load(from), first))
  v128.store(from, f64x2.sub(v128.load(from, 16), second), 16)
  v128.store(from, f64x2.sub(v128.load(from, 32), third), 32)
  v128.store(from, f64x2.sub(v128.load(from, 48), fourth), 48)
  v128.store(to, f64x2.add(v128.load(to), first))
  v128.store(to, f64x2.add(v128.load(to, 16), second), 16)
  v128.store(to, f64x2.add(v128.load(to, 32), third), 32)
  v128.store(to, f64x2.add(v128.load(to, 48), fourth), 48)
}

function pair(first: f64, second: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(first), 1, second)
}
