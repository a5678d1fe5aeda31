import { expect, test } from "vitest"
import { blobs } from "../test/fixtures.ts"
import { felzenszwalb, seeds, segment, slic, watershed } from "./index.ts"
import type { Pixels, Segmentation } from "./index.ts"
import { segmentEach } from "./segment.ts"

/** Segments with one setting, by calling its algorithm. */
function alone(pixels: Pixels, setting: Segmentation): Int32Array {
  const { algorithm, ...options } = setting
  const run = { felzenszwalb, seeds, slic, watershed }[algorithm]
  return (run as (pixels: Pixels, options: object) => Int32Array)(pixels, options)
}

const settings: readonly Segmentation[] = [
  { algorithm: "slic", segments: 20 },
  { algorithm: "felzenszwalb", scale: 100, minSize: 30 },
  { algorithm: "watershed", markers: 6 },
  { algorithm: "slic", segments: 9, compactness: 3 },
  { algorithm: "seeds", superpixels: 20, levels: 2 },
  { algorithm: "felzenszwalb", scale: 10, sigma: 0 },
  { algorithm: "felzenszwalb", scale: 300, sigma: 0.8, minSize: 5 },
  { algorithm: "slic", segments: 5, compactness: 10, zero: true },
  { algorithm: "seeds", superpixels: 9, bins: 3 },
  { algorithm: "watershed", markers: 12, compactness: 0.01 },
  { algorithm: "slic", segments: 9, sigma: 1, convertToLab: false },
]

test("label maps equal those of the algorithms, in the order of the settings", () => {
  const pixels = blobs([40, 37], 3, 11)
  expect(segment(pixels, settings)).toEqual(settings.map((setting) => alone(pixels, setting)))
  expect(segment(pixels, [])).toEqual([])
})

test("a repeated setting gives label maps with separate buffers", () => {
  const [first, second] = segment(blobs([20, 20], 1, 1), [settings[2], settings[2]])
  expect(first).toEqual(second)
  expect(first.buffer).not.toBe(second.buffer)
})

test("settings that share work are consecutive", () => {
  const places = [...segmentEach(blobs([20, 20], 3, 1), settings)].map(({ setting }) => setting)
  expect(places).toEqual([0, 7, 1, 6, 2, 9, 3, 4, 5, 8, 10])
})

test("errors name the invalid algorithm or option", () => {
  const pixels = blobs([8, 8], 1, 1)
  expect(() => segment(pixels, [{ algorithm: "quickshift" } as never])).toThrow(/felzenszwalb.*"quickshift"/)
  expect(() => segment(pixels, [{ algorithm: "toString" } as never])).toThrow(RangeError)
  expect(() => segment(pixels, { algorithm: "slic" } as never)).toThrow(/settings.*object/)
  expect(() => segment(pixels, [{ algorithm: "slic", segments: 0 }])).toThrow(/segments.*0/)
  expect(() => segment({ ...pixels, shape: [64] }, [{ algorithm: "seeds", superpixels: 4 }])).toThrow(
    /\[H, W\]/,
  )
})
