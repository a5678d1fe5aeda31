import type { Grid } from "../primitives/pixels.ts"

/** The edges of the neighbour graph, in ascending order of cost. */
export interface Edges {
  /** Euclidean colour distance across each edge, ascending. */
  readonly costs: Float32Array
  /** Packed ends, `unit * 4 + direction`: the edge connects `unit` and `unit + offsets[direction]`. */
  readonly ends: Uint32Array
  /** Offset to the second end in each direction. */
  readonly offsets: Int32Array
  /** Directions below this number cross a face; the others (images only) cross a corner. */
  readonly faces: number
}

// Steps to a neighbour in planes, rows and columns. Two bits of a packed end hold the direction: at most four.
const volumeDirections = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
]
const imageDirections = [
  [0, 0, 1],
  [0, 1, 0],
  [0, 1, 1],
  [0, 1, -1],
]

/**
 * Returns the edges between neighbours, sorted by colour distance. A unit has 2 neighbours in a signal, 8 in an image
 * and 6 in a volume, where 26 would take four times the memory.
 *
 * @param values `[units, channels]`
 */
export function sortedEdges(values: Float64Array, channels: number, grid: Grid): Edges {
  const { width, height, depth, units } = grid
  const directions = depth > 1 ? volumeDirections : imageDirections
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
      writeCosts(costs, edge, values, channels, unit, offset, many)
      for (let step = 0; step < many; step++) ends[edge + step] = (unit + step) * 4 + direction
      edge += many
    }
  }
  return { ...sortByCost(costs, ends), offsets, faces: depth > 1 ? 3 : 2 }
}

/** Writes the costs of `many` edges from `edge`, between each unit from `unit` and the unit `offset` after it. */
function writeCosts(
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

/** Sorts edges by radix, least significant digit first: the bits of non-negative floats sort like the floats. */
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

/** Sorts stably by the 11 bits of the keys from `shift`. */
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
