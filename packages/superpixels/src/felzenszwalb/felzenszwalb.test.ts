import { expect, test } from "vitest"
import { blobs, drawn, expectParts } from "../../test/fixtures.ts"
import { partCount } from "../primitives/labels.ts"
import { felzenszwalb, felzenszwalbScales } from "./felzenszwalb.ts"

test("two flat halves are two parts", () => {
  const pixels = drawn([20, 30], (x) => (x < 15 ? 0.1 : 0.9))
  expect(felzenszwalb(pixels, { scale: 10, sigma: 0 })).toEqual(
    Int32Array.from({ length: 600 }, (_, unit) => (unit % 30 < 15 ? 0 : 1)),
  )
})

test("a step divides a signal at its place", () => {
  const pixels = drawn([50], (x) => (x < 22 ? 0 : 1))
  expect(felzenszwalb(pixels, { scale: 10, minSize: 5 })).toEqual(
    Int32Array.from({ length: 50 }, (_, x) => (x < 22 ? 0 : 1)),
  )
})

test("a ball in a volume is a part", () => {
  const isBall = (x: number, y: number, z: number) => (x - 6) ** 2 + (y - 6) ** 2 + (z - 6) ** 2 <= 16
  const ball = drawn([13, 13, 13], (x, y, z) => Number(isBall(x, y, z)))
  expect(felzenszwalb(ball, { scale: 10, sigma: 0 })).toEqual(Int32Array.from(ball.data))
})

test("felzenszwalbScales gives the label maps of felzenszwalb", () => {
  const pixels = blobs([40, 37], 3, 11)
  const scales = [300, 20, 100]
  const maps = felzenszwalbScales(pixels, { scales, minSize: 10 })
  expect(maps).toEqual(scales.map((scale) => felzenszwalb(pixels, { scale, minSize: 10 })))
})

test("a larger scale gives fewer parts, over many images", () => {
  const scales = [5, 25, 125, 625]
  const totals = scales.map(() => 0)
  for (let seed = 0; seed < 12; seed++) {
    const maps = felzenszwalbScales(blobs([48, 48], 3, seed), { scales, minSize: 4 })
    maps.forEach((labels, index) => (totals[index] += partCount(labels)))
  }
  for (let index = 1; index < totals.length; index++) expect(totals[index]).toBeLessThan(totals[index - 1])
})

test("no part has fewer than minSize units", () => {
  for (let seed = 0; seed < 8; seed++) {
    const pixels = blobs([32, 32], 1, seed)
    const labels = felzenszwalb(pixels, { scale: 30, minSize: 25 })
    const sizes = new Int32Array(expectParts(labels, pixels))
    for (const label of labels) sizes[label]++
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(25)
  }
})

test("squares that touch at a corner are separate parts if they are large enough", () => {
  const checkers = drawn([16, 16], (x, y) => Number(x < 8 === y < 8))
  expect(partCount(felzenszwalb(checkers, { scale: 100, sigma: 0, minSize: 20 }))).toBe(4)
})

test("refuses options out of range", () => {
  const pixels = blobs([8, 8], 1, 1)
  expect(() => felzenszwalb(pixels, { scale: 0 })).toThrow(/scale.*0/)
  expect(() => felzenszwalb(pixels, { sigma: -1 })).toThrow(/sigma.*-1/)
  expect(() => felzenszwalb(pixels, { minSize: 2.5 })).toThrow(/minSize.*2\.5/)
  expect(() => felzenszwalb(pixels, { scale: "9" as never })).toThrow(TypeError)
  expect(() => felzenszwalbScales(pixels, { scales: [] })).toThrow(/scales/)
})
