import type { Grid } from "./image.ts"

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

/**
 * Euclidean colour distance between neighbours, sorted: 2 neighbours a unit in a signal, 8 in a picture, 6 in a volume
 * (26 would cost four times the memory).
 *
 * @param values `[units * channels]`, channel-last
 */
export function sortedEdges(values: Float64Array, channels: number, grid: Grid): Edges {
  const { width, height, depth, units } = grid
  // A direction is [planes, rows, columns]; the ends are packed beside two bits, so four directions at most.
  const directions =
    depth > 1
      ? [
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 0],
        ]
      : [
          [0, 0, 1],
          [0, 1, 0],
          [0, 1, 1],
          [0, 1, -1],
        ]
  let count = 0
  for (const [dz, dy, dx] of directions) count += (depth - dz) * (height - dy) * (width - Math.abs(dx))
  const costs = new Float32Array(count)
  const ends = new Uint32Array(count)
  const offsets = new Int32Array(4)
  let edge = 0
  directions.forEach(([dz, dy, dx], direction) => {
    const offset = (dz * height + dy) * width + dx
    offsets[direction] = offset
    const step = offset * channels
    const firstColumn = dx < 0 ? 1 : 0
    const lastColumn = dx > 0 ? width - 1 : width
    for (let row = 0; row < units / width; row++) {
      if ((row % height) + dy >= height || Math.floor(row / height) + dz >= depth) continue
      for (let unit = row * width + firstColumn; unit < row * width + lastColumn; unit++) {
        let squares = 0
        for (let index = unit * channels; index < (unit + 1) * channels; index++) {
          const difference = values[index + step] - values[index]
          squares += difference * difference
        }
        costs[edge] = Math.sqrt(squares)
        ends[edge++] = unit * 4 + direction
      }
    }
  })
  return { ...sortByCost(costs, ends), offsets, faces: depth > 1 ? 3 : 2 }
}

/** Radix sort, least significant digit first: the bits of floats that are not negative order as the floats do. */
function sortByCost(costs: Float32Array, ends: Uint32Array): Pick<Edges, "costs" | "ends"> {
  const count = costs.length
  let keys: Uint32Array = new Uint32Array(costs.buffer)
  let values: Uint32Array = ends
  let nextKeys: Uint32Array = new Uint32Array(count)
  let nextValues: Uint32Array = new Uint32Array(count)
  const places = new Uint32Array(2048)
  for (let shift = 0; shift < 32; shift += 11) {
    places.fill(0)
    for (let index = 0; index < count; index++) places[(keys[index] >>> shift) & 2047]++
    let place = 0
    for (let digit = 0; digit < 2048; digit++) {
      const many = places[digit]
      places[digit] = place
      place += many
    }
    for (let index = 0; index < count; index++) {
      const key = keys[index]
      const to = places[(key >>> shift) & 2047]++
      nextKeys[to] = key
      nextValues[to] = values[index]
    }
    ;[keys, nextKeys] = [nextKeys, keys]
    ;[values, nextValues] = [nextValues, values]
  }
  return { costs: new Float32Array(keys.buffer), ends: values }
}
