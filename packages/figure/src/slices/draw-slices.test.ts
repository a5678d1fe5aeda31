import { probabilityScale, valueScale } from "@pami/core"
import type { Raster } from "@pami/image"
import { expect, test } from "vitest"
import { recordingTools } from "../../test/tools.ts"
import { importantSlices, peakOf } from "./choose-slices.ts"
import { drawSlices, type DrawSlicesOptions, type SlicesVolume } from "./draw-slices.ts"
import { greyRange } from "./grey-range.ts"
import { cutSlice, sliceView } from "./view.ts"

const shape = [4, 6, 5] as const
const units = 120
const unit = (z: number, y: number, x: number) => (z * 6 + y) * 5 + x
const volume: SlicesVolume = {
  shape,
  channels: 1,
  data: Float32Array.from({ length: units }, (_, i) => Math.floor(i / 30) * 100),
}
const map = new Float32Array(units)
map[unit(2, 1, 3)] = 0.9
map[unit(1, 1, 3)] = 0.5
const signed = map.map((value) => -value)

async function draw(options: Partial<DrawSlicesOptions> = {}) {
  const { rasters, tools } = recordingTools()
  const targets = [{ label: "lesion", score: 0.93, map }]
  const svg = await drawSlices(
    {
      volume,
      targets,
      title: "Why lesion?",
      scoreScale: probabilityScale,
      panelSide: 64,
      detail: 1,
      ...options,
    },
    tools,
  )
  const texts = [...svg.matchAll(/aria-label="([^"]*)"/g)].map(([, text]) => text)
  return { svg, rasters, texts }
}
const sizes = (rasters: readonly Raster[]) => rasters.map(({ width, height }) => [width, height])

test("three slices through the peak, and the slices of most importance below", async () => {
  const { texts, rasters, svg } = await draw({ strip: 2, panelSide: 120 })
  expect(texts.filter((text) => / of \d/.test(text))).toEqual([
    "axis 1, 3 of 4",
    "axis 2, 2 of 6",
    "axis 3, 4 of 5",
  ])
  expect(sizes(rasters)).toEqual([
    [100, 120],
    [100, 80],
    [120, 80],
    [50, 60],
    [50, 60],
  ])
  // Tiles are too narrow for more than their numbers: slices 2 and 3.
  expect(texts.filter((text) => /^\d$/.test(text)).slice(-2)).toEqual(["2", "3"])
  expect(svg).toContain("Why lesion?")
  expect(texts.some((text) => text.includes("probability of lesion"))).toBe(true)
})

test("panels have the proportions of the body, not of the voxels", async () => {
  const { rasters } = await draw({ volume: { ...volume, spacing: [3, 1, 1] }, strip: 0, panelSide: 120 })
  expect(sizes(rasters)).toEqual([
    [50, 60],
    [50, 120],
    [60, 120],
  ])
})

test("with known directions the head and the front are up and the right side is on the left", async () => {
  const { texts } = await draw({ volume: { ...volume, axes: "SPL" } })
  expect(texts.filter((text) => / of \d/.test(text))).toEqual([])
  const wide = await draw({ volume: { ...volume, axes: "SPL" }, panelSide: 200, strip: 0 })
  expect(wide.texts.filter((text) => / of \d/.test(text))).toEqual([
    "axial, 3 of 4",
    "coronal, 2 of 6",
    "sagittal, 4 of 5",
  ])
  expect(wide.texts.filter((text) => /^[LRAPSI]$/.test(text))).toEqual(["A", "R", "S", "R", "S", "A"])
  // Stored towards S, P, L: an axial slice as it is; a coronal one upside down.
  const coronal = sliceView(1, "SPL")
  expect(cutSlice(map, shape, coronal, 1).indexOf(Math.fround(0.9))).toBe(1 * 5 + 3)
  // Stored in the order of nibabel, towards R, A, S: the last axis is axial, and R runs to the left.
  const axial = sliceView(2, "RAS")
  expect(axial).toMatchObject({ name: "axial", down: 1, right: 0, flipDown: true, flipRight: true })
  expect(cutSlice(map, shape, axial, 3).indexOf(Math.fround(0.9))).toBe(4 * 4 + 1)
})

test("the heat lies on the voxel of the peak, and the crosshair crosses there", async () => {
  const { rasters, svg } = await draw({ panelSide: 64, strip: 0 })
  const [{ width, data }] = rasters
  const colored = Array.from({ length: data.length / 3 }, (_, i) => i).filter(
    (i) => Math.max(...data.subarray(3 * i, 3 * i + 3)) - Math.min(...data.subarray(3 * i, 3 * i + 3)) > 60,
  )
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const yellow = colored.filter((i) => data[3 * i] > data[3 * i + 2] + 60)
  expect(mean(yellow.map((i) => i % width)) / width).toBeCloseTo(3.5 / 5, 1)
  const [, x] = /<path d="M0 ([\d.]+)H/.exec(svg)!
  expect(Number(x) / 64).toBeCloseTo(1.5 / 6, 1)
})

test("a map with both signs peaks at its largest magnitude, in diverging colours", async () => {
  const targets = [{ label: "age", score: 71, map: signed, versus: "mean" }]
  const { texts } = await draw({ targets, scoreScale: valueScale, panelSide: 200, strip: 0 })
  expect(texts).toContain("axis 1, 3 of 4")
  expect(peakOf(signed, shape, true)).toEqual([2, 1, 3])
})

test("a volume of one slice is one panel", async () => {
  const flat = { shape: [1, 6, 5], channels: 1, data: volume.data.slice(0, 30) }
  const targets = [{ label: "lesion", map: map.slice(60, 90) }]
  const { texts, rasters } = await draw({ volume: flat, targets, panelSide: 120 })
  expect(texts.filter((text) => / of \d/.test(text))).toEqual(["axis 1, 1 of 1"])
  expect(sizes(rasters)).toEqual([[100, 120]])
})

test("predictions, subtitle and footer are shown", async () => {
  const { texts } = await draw({
    subtitle: "scan.nii",
    predictions: [{ label: "lesion", score: 0.93, explained: true }],
    footer: ["Seed 1."],
  })
  for (const text of ["scan.nii", "lesion", "Seed 1."]) expect(texts).toContain(text)
})

test("neighbouring slices of a deep volume are left out of the strip", () => {
  const deep = Float32Array.from({ length: 128 }, (_, i) => 100 - Math.abs(i - 60))
  expect(importantSlices(deep, [128, 1, 1], 0, 3, false)).toEqual([56, 60, 64])
})

test("a few extreme voxels do not make the rest grey", () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : i % 100))
  const { max } = greyRange(values)
  expect(max).toBeLessThan(1000)
  expect(greyRange(Float32Array.of(7, 7, 7))).toEqual({ min: 7, max: 7 })
  expect(greyRange(Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 5 : 1)))).toEqual({
    min: 1,
    max: 5,
  })
})

test("options out of range are refused", async () => {
  await expect(draw({ targets: [] })).rejects.toThrow("at least one target")
  await expect(draw({ targets: [{ label: "a", map: new Float32Array(3) }] })).rejects.toThrow(
    "120 values, not 3",
  )
  await expect(draw({ volume: { ...volume, channels: 2 } })).rejects.toThrow("2 channels")
  await expect(draw({ window: [3, 3] })).rejects.toThrow("white")
  await expect(draw({ strip: 13 })).rejects.toThrow("strip")
  await expect(draw({ detail: 0 })).rejects.toThrow("detail")
  await expect(draw({ panelSide: 10 })).rejects.toThrow("panelSide")
})
