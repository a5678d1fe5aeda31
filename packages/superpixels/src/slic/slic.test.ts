import { expect, test } from "vitest"
import { blobs, drawn, expectParts } from "../../test/fixtures.ts"
import { partCount } from "../primitives/labels.ts"
import { slic, slicSegments } from "./slic.ts"

test("a flat square falls into the cells of the lattice; halfway between two centers the first wins", () => {
  const pixels = drawn([20, 20], () => 0.3)
  const cell = (place: number) => Number(place > 10)
  expect(slic(pixels, { segments: 4 })).toEqual(
    Int32Array.from({ length: 400 }, (_, unit) => cell(Math.floor(unit / 20)) * 2 + cell(unit % 20)),
  )
})

test("at a low compactness colour decides: two halves, a step, a ball", () => {
  const halves = drawn([20, 40], (x) => Number(x >= 17))
  expect(slic(halves, { segments: 2, compactness: 0.01 })).toEqual(Int32Array.from(halves.data))
  const step = drawn([60], (x) => Number(x >= 26))
  expect(slic(step, { segments: 2, compactness: 0.01 })).toEqual(Int32Array.from(step.data))
  const ball = drawn([12, 12, 12], (x, y, z) => Number((x - 6) ** 2 + (y - 6) ** 2 + (z - 6) ** 2 <= 14))
  const labels = slic(ball, { segments: 27, compactness: 0.05, minSizeFactor: 0 })
  const inside = new Set(labels.filter((_, unit) => ball.data[unit] === 1))
  const outside = new Set(labels.filter((_, unit) => ball.data[unit] === 0))
  expect([...inside].filter((label) => outside.has(label))).toEqual([])
})

test("the number of parts is about `segments`", () => {
  const pixels = drawn([100, 120], (x, y) => x / 120 + 0.3 * Math.sin(y / 9))
  for (const zero of [false, true]) {
    for (const segments of [12, 48, 120, 300]) {
      const parts = expectParts(slic(pixels, { segments, zero, compactness: 0.5 }), pixels)
      expect(parts).toBeGreaterThan(0.6 * segments)
      expect(parts).toBeLessThan(1.5 * segments)
    }
  }
})

test("as many segments as units, and more, give at most one part per unit", () => {
  const pixels = blobs([9, 11], 3, 4)
  for (const segments of [99, 1000]) expectParts(slic(pixels, { segments }), pixels)
})

test("slicSegments gives the label maps of slic", () => {
  const pixels = blobs([40, 37], 3, 11)
  const segments = [30, 5, 12]
  expect(slicSegments(pixels, { segments, sigma: 1 })).toEqual(
    segments.map((many) => slic(pixels, { segments: many, sigma: 1 })),
  )
})

test("brightness and contrast do not change the labels", () => {
  const pixels = blobs([30, 30], 1, 9)
  const data = Float64Array.from(pixels.data, (value) => value * 4 - 64)
  expect(slic({ ...pixels, data }, { segments: 20 })).toEqual(
    slic({ ...pixels, data: Float64Array.from(pixels.data) }, { segments: 20 }),
  )
})

test("without enforceConnectivity parts can be disconnected, but are numbered in order", () => {
  const stripes = drawn([40, 40], (x) => Number(x % 4 < 2))
  const labels = slic(stripes, { segments: 4, compactness: 0.01, enforceConnectivity: false })
  expect(partCount(labels)).toBeLessThanOrEqual(4)
  expect(labels[0]).toBe(0)
})

test("refuses options out of range", () => {
  const pixels = blobs([8, 8], 1, 1)
  expect(() => slic(pixels, { segments: 0 })).toThrow(/segments.*0/)
  expect(() => slic(pixels, { compactness: 0 })).toThrow(/compactness.*0/)
  expect(() => slic(pixels, { iterations: 1.5 })).toThrow(/iterations.*1\.5/)
  expect(() => slic(pixels, { zero: 1 as never })).toThrow(TypeError)
  expect(() => slic(pixels, { convertToLab: true })).toThrow(/3 channels.*1/)
  expect(() => slic(pixels, { maxSizeFactor: 0 })).toThrow(/maxSizeFactor/)
  expect(() => slicSegments(pixels, { segments: [] })).toThrow(/segments/)
})
