import { scheduledSegmentations } from "@pami/pre-segmentation"
import { segment } from "@pami/superpixels"
import type { Pixels, Segmentation } from "@pami/superpixels"
import { expect, test } from "vitest"
import { createMethod, sharedSegmenter } from "../index.ts"

const settings: Segmentation[] = [4, 9, 16].map((markers) => ({ algorithm: "watershed", markers }))
const noise = (seed: number): Pixels => ({
  shape: [12, 12],
  channels: 3,
  data: Uint8Array.from({ length: 432 }, (_, i) => (i * i * seed) % 251),
})

test("the same pixels are segmented once with each setting, and others anew", async () => {
  const segmenter = sharedSegmenter()
  const pixels = noise(7)
  const first = await segmenter(pixels, settings.slice(0, 2))
  // A method asks with another object around the same pixels.
  const second = await segmenter({ ...pixels }, settings.toReversed())
  expect(second).toEqual(segment(pixels, settings.toReversed()))
  expect(second[2]).toBe(first[0])
  expect(second[1]).toBe(first[1])
  const other = noise(5)
  expect(await segmenter(other, settings)).toEqual(segment(other, settings))
})

test("the schedule, asked for a few settings at a time, is that of the algorithms", async () => {
  const segmenter = sharedSegmenter()
  const pixels = noise(3)
  const scheduled = scheduledSegmentations(pixels.shape)
  const [first, rest] = [scheduled.slice(0, 1), scheduled.slice(1)]
  const maps = [...(await segmenter(pixels, first)), ...(await segmenter(pixels, rest))]
  expect(maps).toEqual(segment(pixels, scheduled))
})

test("a segmenter does not change the settings of a method, which name the same map", () => {
  const segmenter = sharedSegmenter()
  for (const name of ["pami", "joint-regression"] as const)
    expect(createMethod(name, { segmenter }).settings).toEqual(createMethod(name).settings)
})
