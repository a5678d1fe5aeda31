import type { Grid } from "../primitives/pixels.ts"

/** The neighbour graph of a picture, cheapest edge first. */
export interface Edges {
  /** Colour distance across each edge, ascending. */
  readonly costs: Float32Array
  /** Packed ends, `unit * 4 + direction`: the edge joins `unit` and `unit + offsets[direction]`. */
  readonly ends: Uint32Array
  /** Offset of the second end for each direction. */
  readonly offsets: Int32Array
  /** Directions below this one cross a face; the others (pictures only) a corner. */
  readonly faces: number
}

/** Steps to a neighbour as planes, rows, columns. The ends are packed beside two bits, so four directions at most. */
const volumeDirections = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
]
const pictureDirections = [
  [0, 0, 1],
  [0, 1, 0],
  [0, 1, 1],
  [0, 1, -1],
]

/**
 * Euclidean colour distance between neighbours, sorted: 2 neighbours a unit in a signal, 8 in a picture, 6 in a volume
 * (26 would cost four times the memory).
 *
 * @param values `[units * channels]`, channel-last
 */
export function sortedEdges(values: Float64Array, channels: number, grid: Grid): Edges {
  const { width, height, depth, units } = grid
  const directions = depth > 1 ? volumeDirections : pictureDirections
  let count = 0
  for (const [dz, dy, dx] of directions) count += (depth - dz) * (height - dy) * (width - Math.abs(dx))
  const costs = new Float32Array(count)
  const ends = new Uint32Array(count)
  const offsets = new Int32Array(4)
  let edge = 0
  for (let direction = 0; direction < directions.length; direction++) {
    const [dz, dy, dx] = directions[direction]
    const offset = (dz * height + dy) * width + dx
    offsets[direction] = offset
    const firstColumn = dx < 0 ? 1 : 0
    const many = width - Math.abs(dx)
    for (let row = 0; row < units / width; row++) {
      if ((row % height) + dy >= height || Math.floor(row / height) + dz >= depth) continue
      const unit = row * width + firstColumn
      measure(costs, edge, values, channels, unit, offset, many)
      for (let step = 0; step < many; step++) ends[edge + step] = (unit + step) * 4 + direction
      edge += many
    }
  }
  return { ...sortByCost(costs, ends), offsets, faces: depth > 1 ? 3 : 2 }
}

/** Writes the costs from `edge` on of `many` edges, between each unit from `unit` on and the one `offset` after it. */
function measure(
  costs: Float32Array,
  edge: number,
  values: Float64Array,
  channels: number,
  unit: number,
  offset: number,
  many: number,
): void {
  let first = unit * channels
  let second = (unit + offset) * channels
  for (let step = 0; step < many; step++) {
    let squares = 0
    for (let channel = 0; channel < channels; channel++) {
      const difference = values[second++] - values[first++]
      squares += difference * difference
    }
    costs[edge + step] = Math.sqrt(squares)
  }
}

/** Radix sort, least significant digit first: the bits of floats that are not negative order as the floats do. */
function sortByCost(costs: Float32Array, ends: Uint32Array): Pick<Edges, "costs" | "ends"> {
  const count = costs.length
  let keys: Uint32Array = new Uint32Array(costs.buffer)
  let values: Uint32Array = ends
  let nextKeys: Uint32Array = new Uint32Array(count)
  let nextValues: Uint32Array = new Uint32Array(count)
  for (let shift = 0; shift < 32; shift += 11) {
    scatter(keys, values, nextKeys, nextValues, shift)
    ;[keys, nextKeys] = [nextKeys, keys]
    ;[values, nextValues] = [nextValues, values]
  }
  return { costs: new Float32Array(keys.buffer), ends: values }
}

/** Orders by the 11 bits of the keys from `shift` on; what is equal there keeps its order. */
function scatter(
  keys: Uint32Array,
  values: Uint32Array,
  nextKeys: Uint32Array,
  nextValues: Uint32Array,
  shift: number,
): void {
  const places = new Int32Array(2048)
  for (let index = 0; index < keys.length; index++) places[(keys[index] >>> shift) & 2047]++
  for (let digit = 0, place = 0; digit < 2048; digit++) {
    place += places[digit]
    places[digit] = place - places[digit]
  }
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    const to = places[(key >>> shift) & 2047]++
    nextKeys[to] = key
    nextValues[to] = values[index]
  }
}
