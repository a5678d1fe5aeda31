import { expect, test } from "vitest"
import { generator } from "../test/fixtures.ts"
import type { Grid } from "./image.ts"
import { blocksOf, lanes } from "./slic-blocks.ts"
import { cluster } from "./slic-cluster.ts"
import { features, startingClusters } from "./slic-clusters.ts"

/** The plain search: every center is offered to every unit in its reach, in order; the nearest wins. */
function plainSearch(colors: Float64Array, grid: Grid, segments: number, iterations: number): Int32Array {
  const { count, labels, reach, spatial } = startingClusters(colors, grid, segments)
  for (let round = 1; round < iterations; round++) {
    const sums = new Float64Array(count * features)
    const members = new Float64Array(count)
    const featuresOf = (unit: number) => [
      Math.floor(unit / (grid.width * grid.height)),
      Math.floor(unit / grid.width) % grid.height,
      unit % grid.width,
      ...colors.subarray(unit * lanes, (unit + 1) * lanes),
    ]
    labels.forEach((label, unit) => {
      members[label]++
      featuresOf(unit).forEach((value, feature) => (sums[label * features + feature] += value))
    })
    for (let unit = 0; unit < grid.units; unit++) {
      const values = featuresOf(unit)
      let nearest = Number.POSITIVE_INFINITY
      for (let label = 0; label < count; label++) {
        const gaps = values.map((value, feature) => sums[label * features + feature] / members[label] - value)
        if ([0, 1, 2].some((axis) => !(gaps[axis] >= -reach[axis] && gaps[axis] < reach[axis] + 1))) continue
        const distance = gaps.reduce((sum, gap, feature) => sum + gap * gap * (feature < 3 ? spatial : 1), 0)
        if (distance < nearest) {
          nearest = distance
          labels[unit] = label
        }
      }
    }
  }
  return labels
}

test("refusing whole blocks loses nothing: the clusters of the plain search", () => {
  for (let seed = 0; seed < 9; seed++) {
    const next = generator(seed)
    const [depth, height, width] = [
      [1, 1, 200],
      [1, 37, 29],
      [7, 9, 10],
    ][seed % 3]
    const grid = { depth, height, width, units: depth * height * width }
    const colors = Float64Array.from({ length: grid.units * lanes }, () => next() * 1.5)
    const { labels } = cluster(colors, blocksOf(colors, grid), grid, 12, 6, false)
    expect(labels).toEqual(plainSearch(colors, grid, 12, 6))
  }
})
