import { fromLabels } from "@pami/core"
import type { Partitioner } from "@pami/core"

/** Options of {@link voronoi}. */
export interface VoronoiOptions {
  /** Number of cells of a partition. Default: 12. */
  readonly cells?: number
  /** Number of partitions, each with other cells. Default: 25. */
  readonly partitions?: number
}

/** A partitioner into Voronoi cells: each pixel belongs to the nearest of some points. */
export function voronoi({ cells = 12, partitions = 25 }: VoronoiOptions = {}): Partitioner {
  return {
    name: "Voronoi cells",
    settings: { cells, partitions }, // all that decides the parts
    total: () => cells * partitions,
    planned: () => [partitions],
    *partitions({ grids: [{ shape }] }) {
      for (let k = 0; k < partitions; k++)
        yield fromLabels(nearestPoints(spread(k * cells, cells), shape), shape, `Voronoi cells ${k + 1}`)
    },
  }
}

/** Returns points of the R2 sequence, from 0 to 1: spread evenly, and the same at every call. */
function spread(first: number, count: number): [y: number, x: number][] {
  return Array.from({ length: count }, (_, i) => [
    (0.5 + (first + i) * 0.7548776662466927) % 1,
    (0.5 + (first + i) * 0.5698402909980532) % 1,
  ])
}

/** Returns the number of the nearest point for each pixel, row by row. */
function nearestPoints(points: readonly [number, number][], shape: readonly number[]): Int32Array {
  const [height, width] = shape
  return Int32Array.from({ length: height * width }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / width) / height, (pixel % width) / width]
    const distances = points.map(([row, column]) => Math.hypot(row - y, column - x))
    return distances.indexOf(Math.min(...distances))
  })
}
