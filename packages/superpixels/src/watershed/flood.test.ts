import { expect, test } from "vitest"
import { generator } from "../../test/fixtures.ts"
import { renumber } from "../primitives/labels.ts"
import { flood } from "./flood.ts"

/** Floods from one sorted list: the lowest pass first, and of equal passes the oldest. */
function plainFlood(
  heights: Float64Array,
  markers: Int32Array,
  width: number,
  compactness: number,
): Int32Array {
  const labels = new Int32Array(heights.length).fill(-1)
  const passes = Array.from(markers, (unit, marker) => ({ unit, marker, height: heights[unit], age: marker }))
  for (const { unit, marker } of passes) labels[unit] = marker
  let age = passes.length
  while (passes.length > 0) {
    passes.sort((a, b) => a.height - b.height || a.age - b.age)
    const [{ unit, marker, height, age: own }] = passes.splice(0, 1)
    if (labels[unit] >= 0 && own >= markers.length) continue
    labels[unit] = marker
    const [x, y] = [unit % width, Math.floor(unit / width)]
    const [sourceX, sourceY] = [markers[marker] % width, Math.floor(markers[marker] / width)]
    for (const [dx, dy] of [
      [0, -1],
      [-1, 0],
      [1, 0],
      [0, 1],
    ]) {
      const next = unit + dy * width + dx
      if (x + dx < 0 || x + dx >= width || next < 0 || next >= heights.length || labels[next] >= 0) continue
      const distance = Math.sqrt((x + dx - sourceX) ** 2 + (y + dy - sourceY) ** 2)
      passes.push({
        unit: next,
        marker,
        height: Math.max(heights[next] + compactness * distance, height),
        age: age++,
      })
    }
  }
  return renumber(labels, markers.length)
}

test("buckets and the heap give the flood of one sorted list, with and without ties", () => {
  for (let seed = 0; seed < 8; seed++) {
    const next = generator(seed)
    const [width, height] = [17, 13]
    const levels = seed % 2 === 0 ? 4 : 1e9
    const heights = Float64Array.from({ length: width * height }, () => Math.floor(next() * levels) / levels)
    const markers = Int32Array.of(20, 30, 100, 140, 200)
    for (const compactness of [0, 0.02, 3]) {
      const grid = { depth: 1, height, width, units: width * height }
      expect(flood(heights, markers, grid, compactness)).toEqual(
        plainFlood(heights, markers, width, compactness),
      )
    }
  }
})
