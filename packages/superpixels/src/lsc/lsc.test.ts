import * as fc from "fast-check"
import { expect, test } from "vitest"
import { anyPicture, blobs } from "../../test/fixtures.ts"
import { connectedLabels, partCount } from "../primitives/labels.ts"
import { gridOf } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { refineOutlines } from "./refine.ts"
import { lsc } from "./lsc.ts"
import type { LscOptions } from "./lsc.ts"
import { slic } from "../slic/slic.ts"

const pictures = anyPicture({ min: -2, max: 3 })

const anyOptions: fc.Arbitrary<LscOptions> = fc.record({
  regionSize: fc.double({ min: 1, max: 30, noNaN: true }),
  ratio: fc.double({ min: 0.01, max: 2, noNaN: true }),
  iterations: fc.integer({ min: 1, max: 5 }),
})

test("labels are dense, parts connected, and the same every time, on any picture", () => {
  fc.assert(
    fc.property(pictures, anyOptions, (pixels, options) => {
      const labels = lsc(pixels, options)
      // Splitting into connected pieces and numbering them afresh finds nothing to do.
      expect(labels).toEqual(connectedLabels(labels, gridOf(pixels)))
      expect(partCount(labels)).toBeGreaterThanOrEqual(1)
      expect(partCount(labels)).toBeLessThanOrEqual(labels.length)
      expect(lsc(pixels, options)).toEqual(labels)
    }),
    { seed: 7, numRuns: 150 },
  )
})

test("a flat or black picture falls into about as many parts as squares fit", () => {
  for (const value of [0, 90]) {
    const pixels: Pixels = { shape: [60, 80], channels: 3, data: new Uint8Array(14400).fill(value) }
    expect(partCount(lsc(pixels))).toBeGreaterThanOrEqual(43)
    expect(partCount(lsc(pixels))).toBeLessThanOrEqual(53)
  }
})

test("a picture one pixel wide is cut along its length", () => {
  const data = Uint8Array.from({ length: 100 }, (_, unit) => (unit < 50 ? 20 : 200))
  for (const shape of [
    [1, 100],
    [100, 1],
  ]) {
    const labels = lsc({ shape, channels: 1, data })
    expect(partCount(labels)).toBeGreaterThan(5)
    expect(labels[49]).not.toBe(labels[50])
  }
})

test("no part crosses the border between two flat halves, wherever it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 44 }), fc.boolean(), (border, upright) => {
      const data = new Uint8Array(64 * 64 * 3)
      const isFirst = (unit: number) => (upright ? unit % 64 : Math.floor(unit / 64)) < border
      for (let unit = 0; unit < 4096; unit++) data.fill(isFirst(unit) ? 30 : 220, 3 * unit, 3 * unit + 3)
      const labels = lsc({ shape: [64, 64], channels: 3, data })
      const sides = new Map<number, boolean>()
      for (let unit = 0; unit < 4096; unit++) {
        expect(sides.get(labels[unit]) ?? isFirst(unit), `part ${labels[unit]}`).toBe(isFirst(unit))
        sides.set(labels[unit], isFirst(unit))
      }
    }),
    { seed: 3, numRuns: 30 },
  )
})

test("noise makes at most a tenth more parts than there are clusters", () => {
  const data = Uint8Array.from({ length: 224 * 224 }, (_, unit) => (unit * unit * 7919) % 251)
  const count = partCount(lsc({ shape: [224, 224], channels: 1, data }, { regionSize: 20 }))
  expect(count).toBeGreaterThanOrEqual(109)
  expect(count).toBeLessThanOrEqual(133)
})

test("outlines move only where the values within parts come out more alike, and keep parts whole", () => {
  const variance = (labels: Int32Array, { channels, data }: Pixels) => {
    const sizes = new Float64Array(partCount(labels))
    const sums = new Float64Array(sizes.length * channels)
    for (const label of labels) sizes[label]++
    data.forEach(
      (value, at) => (sums[labels[Math.floor(at / channels)] * channels + (at % channels)] += value),
    )
    let total = 0
    data.forEach((value, at) => {
      const label = labels[Math.floor(at / channels)]
      total += (value - sums[label * channels + (at % channels)] / sizes[label]) ** 2
    })
    return total
  }
  for (let seed = 0; seed < 10; seed++) {
    const pixels = blobs([30, 27], 3, seed)
    const grid = gridOf(pixels)
    const before = slic(pixels, { segments: 12, compactness: 20 })
    const after = before.slice()
    refineOutlines(after, partCount(before), pixels, grid)
    expect(partCount(connectedLabels(after, grid))).toBe(partCount(before))
    expect(variance(after, pixels)).toBeLessThan(variance(before, pixels))
  }
})

test("what is out of range is refused, with what was expected and what came", () => {
  const pixels: Pixels = { shape: [4, 4], channels: 3, data: new Uint8Array(48) }
  expect(() => lsc(pixels, { regionSize: 0.5 })).toThrow(/regionSize.*at least 1.*received 0.5/)
  expect(() => lsc(pixels, { ratio: 0 })).toThrow(/ratio.*above 0.*received 0/)
  expect(() => lsc(pixels, { iterations: 1.5 })).toThrow(/iterations.*whole.*received 1.5/)
  expect(() => lsc(pixels, { iterations: "3" as unknown as number })).toThrow(TypeError)
  expect(() => lsc({ ...pixels, shape: [2, 2, 4] })).toThrow(/shape.*\[H, W\].*received \[2,2,4\]/)
})
