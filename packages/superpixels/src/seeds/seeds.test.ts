import * as fc from "fast-check"
import { expect, test } from "vitest"
import { anyImage } from "../../test/fixtures.ts"
import { connectedLabels, partCount } from "../primitives/labels.ts"
import { validGrid } from "../primitives/pixels.ts"
import type { Pixels } from "../primitives/pixels.ts"
import { seeds } from "./seeds.ts"
import type { SeedsOptions } from "./seeds.ts"

const images = anyImage({ min: -0.5, max: 1.5 })

const anyOptions: fc.Arbitrary<SeedsOptions> = fc.record({
  superpixels: fc.integer({ min: 1, max: 100 }),
  levels: fc.integer({ min: 1, max: 6 }),
  bins: fc.integer({ min: 1, max: 6 }),
  doubleStep: fc.boolean(),
  prior: fc.integer({ min: 0, max: 5 }),
  iterations: fc.integer({ min: 0, max: 6 }),
})

test("on any image labels are dense, parts connected, and a second run gives the same labels", () => {
  fc.assert(
    fc.property(images, anyOptions, (pixels, options) => {
      const labels = seeds(pixels, options)
      // Splitting into connected pieces and renumbering changes nothing.
      expect(labels).toEqual(connectedLabels(labels, validGrid(pixels)))
      expect(partCount(labels)).toBeGreaterThanOrEqual(1)
      expect(partCount(labels)).toBeLessThanOrEqual(Math.max(options.superpixels, ...pixels.shape))
      expect(seeds(pixels, options)).toEqual(labels)
    }),
    { seed: 7, numRuns: 150 },
  )
})

test("a flat image keeps the initial grid", () => {
  const pixels: Pixels = { shape: [64, 64], channels: 1, data: new Uint8Array(4096).fill(90) }
  const labels = seeds(pixels, { superpixels: 16 })
  for (let unit = 0; unit < 4096; unit++) {
    expect(labels[unit]).toBe(Math.floor(unit / 1024) * 4 + Math.floor((unit % 64) / 16))
  }
})

test("outlines settle on the border between two flat halves, except for a few pixels", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 44 }), fc.boolean(), (border, upright) => {
      const data = new Uint8Array(64 * 64 * 3)
      const isFirst = (unit: number) => (upright ? unit % 64 : Math.floor(unit / 64)) < border
      for (let unit = 0; unit < 4096; unit++) data.fill(isFirst(unit) ? 30 : 220, 3 * unit, 3 * unit + 3)
      const pixels: Pixels = { shape: [64, 64], channels: 3, data }
      const labels = seeds(pixels, { superpixels: 16, doubleStep: true, iterations: 40 })
      const onSide = [new Int32Array(16), new Int32Array(16)]
      for (let unit = 0; unit < 4096; unit++) onSide[Number(isFirst(unit))][labels[unit]]++
      const across = onSide[0].reduce((sum, count, part) => sum + Math.min(count, onSide[1][part]), 0)
      expect(across).toBeLessThanOrEqual(8)
    }),
    { seed: 3, numRuns: 30 },
  )
})

test("at 224 x 224 the numbers of parts equal OpenCV's", () => {
  const data = Uint8Array.from({ length: 224 * 224 }, (_, unit) => (unit * 7919) % 251)
  const counts = [10, 20, 30].map((superpixels) =>
    partCount(seeds({ shape: [224, 224], channels: 1, data }, { superpixels, levels: 5, doubleStep: true })),
  )
  expect(counts).toEqual([4, 9, 16])
})

test("bytes and the same values in 0…1 give the same labels", () => {
  const data = Uint8Array.from(
    { length: 40 * 50 * 3 },
    (_, index) => (index * 7919 + (index >> 6) * 31) % 256,
  )
  for (const bins of [4, 5, 16]) {
    const bytes = seeds({ shape: [40, 50], channels: 3, data }, { superpixels: 12, bins })
    const floats = Float32Array.from(data, (value) => value / 255)
    expect(seeds({ shape: [40, 50], channels: 3, data: floats }, { superpixels: 12, bins })).toEqual(bytes)
  }
})

test("errors name the option, the expected range and the received value", () => {
  const pixels: Pixels = { shape: [4, 4], channels: 3, data: new Uint8Array(48) }
  const refused = (options: Partial<SeedsOptions>) => () => seeds(pixels, { superpixels: 4, ...options })
  expect(refused({ superpixels: 0 })).toThrow(/superpixels.*at least 1.*received 0/)
  expect(refused({ superpixels: 2.5 })).toThrow(/superpixels.*whole.*received 2.5/)
  expect(refused({ levels: 0 })).toThrow(/levels.*at least 1.*received 0/)
  expect(refused({ bins: 41 })).toThrow(/bins.*at most 65536.*received 41 \*\* 3/)
  expect(refused({ prior: 6 })).toThrow(/prior.*at most 5.*received 6/)
  expect(refused({ iterations: -1 })).toThrow(/iterations.*at least 0.*received -1/)
  expect(refused({ doubleStep: 1 as unknown as boolean })).toThrow(TypeError)
  expect(() => seeds({ ...pixels, shape: [16] }, { superpixels: 4 })).toThrow(
    /shape.*\[H, W\].*received \[16\]/,
  )
})
