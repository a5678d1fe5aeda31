import { expect, test } from "vitest"
import { generator } from "../../test/fixtures.ts"
import { assigner } from "./assign.ts"
import { toBlocks } from "./blocks.ts"
import type { Blocks } from "./blocks.ts"
import { cluster } from "./k-means.ts"
import { kernelAssigner } from "./kernel.ts"
import { startingClusters } from "./starting-clusters.ts"

/** Searches without blocks: every center competes for every unit in its reach, in order, and the nearest wins. */
function plainSearch(
  values: Float64Array,
  channels: number,
  blocks: Blocks,
  segments: number,
  rounds: number,
) {
  const { fround } = Math
  const { grid } = blocks
  const { count, reach, spatial } = startingClusters(blocks, segments, assigner.allocate)
  const places = Array.from({ length: grid.units }, (_, unit) => [
    Math.floor(unit / (grid.width * grid.height)),
    Math.floor(unit / grid.width) % grid.height,
    unit % grid.width,
  ])
  const colors = places.map((_, unit) =>
    Array.from({ length: channels }, (_, c) => fround(values[unit * channels + c])),
  )
  const labels = cluster(blocks, segments, 1, false, assigner).labels
  for (let round = 1; round < rounds; round++) {
    const centers = Array.from({ length: count }, (_, label) => {
      const members = places.flatMap((_, unit) => (labels[unit] === label ? [unit] : []))
      const mean = (of: (unit: number) => number) =>
        members.reduce((sum, unit) => sum + of(unit), 0) / members.length
      return {
        place: [0, 1, 2].map((axis) => mean((unit) => places[unit][axis])),
        color: Array.from({ length: channels }, (_, channel) =>
          fround(mean((unit) => colors[unit][channel])),
        ),
      }
    })
    for (let unit = 0; unit < grid.units; unit++) {
      let nearest = Number.POSITIVE_INFINITY
      for (const [label, { place, color }] of centers.entries()) {
        const reached = place.every((center, axis) => {
          const at = places[unit][axis]
          return at >= Math.floor(center - reach[axis]) && at < Math.floor(center + reach[axis] + 1)
        })
        if (!reached) continue
        const [z, y, x] = place.map((center, axis) => {
          // Relative to the block's first unit, because small numbers round less.
          const start = places[unit][axis] - (places[unit][axis] % blocks.sizes[axis])
          const gap = fround(fround(center - start) - (places[unit][axis] - start))
          return fround(fround(gap * gap) * spatial)
        })
        const [a, b = 0, c = 0, d = 0] = color.map((value, channel) => {
          const gap = fround(colors[unit][channel] - value)
          return fround(gap * gap)
        })
        const distance = fround(fround(fround(z + y) + x) + fround(fround(a + b) + fround(c + d)))
        if (distance < nearest) {
          nearest = distance
          labels[unit] = label
        }
      }
    }
  }
  return labels
}

const shapes = [
  [1, 1, 200],
  [1, 37, 29],
  [7, 9, 10],
]

function noise(seed: number, [depth, height, width]: readonly number[], channels: number) {
  const next = generator(seed)
  const grid = { depth, height, width, units: depth * height * width }
  const values = Float64Array.from({ length: grid.units * channels }, () => next() * 1.5)
  return { values, blocks: toBlocks(values, channels, 1, grid) }
}

test("skipping centers block by block gives the clusters of the plain search", () => {
  for (let seed = 0; seed < 9; seed++) {
    const channels = 1 + (seed % 4)
    const { values, blocks } = noise(seed, shapes[seed % shapes.length], channels)
    const { labels } = cluster(blocks, 12, 6, false, assigner)
    expect(labels).toEqual(plainSearch(values, channels, blocks, 12, 6))
  }
})

test("the kernel and TypeScript give the same clusters for any size and number of channels", () => {
  const kernel = kernelAssigner()
  if (kernel === undefined) throw new Error("expected WebAssembly with vectors")
  for (let seed = 0; seed < 60; seed++) {
    const next = generator(seed)
    const side = () => 1 + Math.floor(next() * 60)
    const shape = [
      [1, 1, side() * side()],
      [1, side(), side()],
      [side(), 1 + (side() >> 3), side()],
    ][seed % 3]
    const { blocks } = noise(seed, shape, 1 + (seed % 4))
    for (const zero of [false, true]) {
      const segments = Math.ceil(next() * 90)
      expect(cluster(blocks, segments, 8, zero, kernel)).toEqual(cluster(blocks, segments, 8, zero, assigner))
    }
  }
})
