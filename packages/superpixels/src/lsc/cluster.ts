import { COLOURS } from "./features.ts"
import type { Features } from "./features.ts"
import type { Grid } from "../primitives/pixels.ts"

/** Where clusters are: in the picture, and in feature space. */
export interface Clusters {
  /** Column and row, in pixels, `[clusters, 2]`. */
  readonly places: Float64Array
  /** Colours, then column, then row, `[clusters, 12]`. */
  readonly centers: Float64Array
}

/** Coordinates of a cluster: {@link COLOURS} of colour, two of the column, two of the row. */
const COORDINATES = COLOURS + 4

/**
 * Weighted k-means: every pixel takes the nearest of the clusters at most a step away, then every cluster moves to the
 * weighted mean of its pixels.
 *
 * @param clusters where to start; changed in place
 * @returns cluster of every pixel, `[H * W]`; not necessarily connected
 */
export function lscCluster(
  features: Features,
  clusters: Clusters,
  grid: Grid,
  stepX: number,
  stepY: number,
  iterations: number,
): Int32Array {
  const labels = new Int32Array(grid.units)
  const scores = new Float32Array(grid.units)
  const count = clusters.places.length / 2
  const columnTerms = new Float64Array(grid.width)
  const totals = { weights: new Float64Array(count), pixels: new Int32Array(count) }
  for (let iteration = 0; iteration < iterations; iteration++) {
    scores.fill(Infinity)
    for (let cluster = 0; cluster < count; cluster++) {
      claim(features, clusters, cluster, grid, stepX, stepY, labels, scores, columnTerms)
    }
    if (iteration < iterations - 1) recentre(features, clusters, grid, labels, totals)
  }
  return labels
}

/**
 * Gives a cluster the pixels around it that no other is nearer to. With g = w f the weighted coordinates of a pixel
 * and m the centre, |f - m|^2 = |f|^2 - (2 g m - w |m|^2) / w: as |f| and w are the pixel's own, w |m|^2 / 2 - g m
 * orders clusters alike without a division.
 */
function claim(
  { colours, columns, rows, weights }: Features,
  { places, centers }: Clusters,
  cluster: number,
  { width, height }: Grid,
  stepX: number,
  stepY: number,
  labels: Int32Array,
  scores: Float32Array,
  columnTerms: Float64Array,
): void {
  const column = Math.trunc(places[2 * cluster])
  const row = Math.trunc(places[2 * cluster + 1])
  const left = Math.max(column - stepX, 0)
  const right = Math.min(column + stepX, width - 1)
  const top = Math.max(row - stepY, 0)
  const bottom = Math.min(row + stepY, height - 1)
  const from = cluster * COORDINATES
  let half = 0
  for (let i = 0; i < COORDINATES; i++) half += (centers[from + i] * centers[from + i]) / 2
  const c0 = centers[from]
  const c1 = centers[from + 1]
  const c2 = centers[from + 2]
  const c3 = centers[from + 3]
  const c4 = centers[from + 4]
  const c5 = centers[from + 5]
  const c6 = centers[from + 6]
  const c7 = centers[from + 7]
  for (let x = left; x <= right; x++) {
    columnTerms[x] =
      columns[2 * x] * centers[from + COLOURS] + columns[2 * x + 1] * centers[from + COLOURS + 1]
  }
  for (let y = top; y <= bottom; y++) {
    const rowTerm = rows[2 * y] * centers[from + COLOURS + 2] + rows[2 * y + 1] * centers[from + COLOURS + 3]
    for (let x = left; x <= right; x++) {
      const unit = y * width + x
      const at = unit * COLOURS
      const score =
        half * weights[unit] -
        rowTerm -
        columnTerms[x] -
        colours[at] * c0 -
        colours[at + 1] * c1 -
        colours[at + 2] * c2 -
        colours[at + 3] * c3 -
        colours[at + 4] * c4 -
        colours[at + 5] * c5 -
        colours[at + 6] * c6 -
        colours[at + 7] * c7
      if (score < scores[unit]) {
        scores[unit] = score
        labels[unit] = cluster
      }
    }
  }
}

/** Moves every cluster to its pixels: to their mean place, and to their weighted mean in feature space. */
function recentre(
  { colours, columns, rows, weights }: Features,
  { places, centers }: Clusters,
  { width, height }: Grid,
  labels: Int32Array,
  totals: { readonly weights: Float64Array; readonly pixels: Int32Array },
): void {
  places.fill(0)
  centers.fill(0)
  totals.weights.fill(0)
  totals.pixels.fill(0)
  for (let y = 0, unit = 0; y < height; y++) {
    for (let x = 0; x < width; x++, unit++) {
      const cluster = labels[unit]
      const to = cluster * COORDINATES
      const at = unit * COLOURS
      for (let i = 0; i < COLOURS; i++) centers[to + i] += colours[at + i]
      centers[to + COLOURS] += columns[2 * x]
      centers[to + COLOURS + 1] += columns[2 * x + 1]
      centers[to + COLOURS + 2] += rows[2 * y]
      centers[to + COLOURS + 3] += rows[2 * y + 1]
      places[2 * cluster] += x
      places[2 * cluster + 1] += y
      totals.weights[cluster] += weights[unit]
      totals.pixels[cluster]++
    }
  }
  for (let cluster = 0; cluster < totals.pixels.length; cluster++) {
    if (totals.pixels[cluster] === 0) continue
    places[2 * cluster] /= totals.pixels[cluster]
    places[2 * cluster + 1] /= totals.pixels[cluster]
    for (let i = 0; i < COORDINATES; i++) centers[cluster * COORDINATES + i] /= totals.weights[cluster]
  }
}

/** A cluster at every place: the mean of the pixels at most a quarter of a step away, in feature space. */
export function clustersAt(
  places: Float64Array,
  { colours, columns, rows, weights }: Features,
  { width, height }: Grid,
  stepX: number,
  stepY: number,
): Clusters {
  const count = places.length / 2
  const centers = new Float64Array(count * COORDINATES)
  const reachX = Math.floor(stepX / 4)
  const reachY = Math.floor(stepY / 4)
  for (let cluster = 0; cluster < count; cluster++) {
    const left = Math.max(places[2 * cluster] - reachX, 0)
    const right = Math.min(places[2 * cluster] + reachX, width - 1)
    const top = Math.max(places[2 * cluster + 1] - reachY, 0)
    const bottom = Math.min(places[2 * cluster + 1] + reachY, height - 1)
    const to = cluster * COORDINATES
    const pixels = (right - left + 1) * (bottom - top + 1)
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const unit = y * width + x
        const share = 1 / (weights[unit] * pixels)
        for (let i = 0; i < COLOURS; i++) centers[to + i] += colours[unit * COLOURS + i] * share
        for (let i = 0; i < 2; i++) {
          centers[to + COLOURS + i] += columns[2 * x + i] * share
          centers[to + COLOURS + 2 + i] += rows[2 * y + i] * share
        }
      }
    }
  }
  return { places, centers }
}
