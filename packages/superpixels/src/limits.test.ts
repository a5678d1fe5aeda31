import { expect, test } from "vitest"
import { blobs } from "../test/fixtures.ts"
import { segment } from "./index.ts"
import type { Segmentation } from "./index.ts"

const pixels = blobs([24, 24], 3, 1)

test.each([
  { algorithm: "felzenszwalb", sigma: 1e9 },
  { algorithm: "felzenszwalb", scale: NaN },
  { algorithm: "felzenszwalb", minSize: 0 },
  { algorithm: "slic", sigma: 1e8 },
  { algorithm: "slic", iterations: 1e9 },
  { algorithm: "slic", compactness: NaN },
  { algorithm: "seeds", superpixels: 4, levels: 1e9 },
  { algorithm: "seeds", superpixels: 4, iterations: 2 ** 40 },
  { algorithm: "watershed", markers: Infinity },
] satisfies Segmentation[])("settings that would take too long are refused at once: %o", (setting) => {
  expect(() => segment(pixels, [setting])).toThrow(RangeError)
})

test("there are never more parts than units", () => {
  for (const setting of [
    { algorithm: "slic", segments: 1e9 },
    { algorithm: "seeds", superpixels: 1e9 },
    { algorithm: "watershed", markers: 1e9 },
    { algorithm: "felzenszwalb", minSize: 1e9 },
  ] satisfies Segmentation[]) {
    const [labels] = segment(pixels, [setting])
    expect(labels).toHaveLength(576)
  }
})
