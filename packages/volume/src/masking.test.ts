import { expect, test } from "vitest"
import { blur } from "./blur.ts"
import { constant, mean, minimum, noise } from "./masking.ts"
import type { Samples } from "./samples.ts"

const samples = (shape: readonly number[], value: (i: number) => number, channels = 1): Samples => ({
  shape,
  channels,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) * channels }, (_, i) => value(i)),
})

test("mean, minimum and a constant are flat, each channel for itself", async () => {
  const two = samples([1, 1, 2], (i) => [1, 3, 10, 20][i], 2)
  const of = async (masking: ReturnType<typeof mean>) => [...(await masking.baseline(two)).data]
  expect(await of(mean())).toEqual([2, 2, 15, 15])
  expect(await of(minimum())).toEqual([1, 1, 10, 10])
  expect(await of(constant(-1000))).toEqual([-1000, -1000, -1000, -1000])
})

test("noise has the mean and the deviation of the input, and the seed decides it", async () => {
  const given = samples([20, 20, 20], (i) => 100 + (i % 2) * 10)
  const { data } = await noise({ seed: 3 }).baseline(given)
  const average = data.reduce((sum, value) => sum + value, 0) / data.length
  const spread = Math.sqrt(data.reduce((sum, value) => sum + (value - average) ** 2, 0) / data.length)
  expect(average).toBeCloseTo(105, 0)
  expect(spread).toBeCloseTo(5, 0)
  expect((await noise({ seed: 3 }).baseline(given)).data).toEqual(data)
  expect((await noise({ seed: 4 }).baseline(given)).data).not.toEqual(data)
})

test("the blur of a point is close to a Gaussian", async () => {
  const sigma = 4
  const point = samples([1, 1, 61], (i) => (i === 30 ? 1 : 0))
  const { data } = await blur({ sigma }).baseline(point)
  const gauss = (x: number) => Math.exp(-(x * x) / (2 * sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI))
  for (let i = 0; i < 61; i++) expect(Math.abs(data[i] - gauss(i - 30))).toBeLessThan(0.065 * gauss(0))
})

test("blur is the same distance in space on every axis, and keeps a flat volume flat to the border", async () => {
  const ball = samples([21, 21, 21], (i) => (i === (21 * 21 + 21 + 1) * 10 ? 1 : 0))
  const { data } = await blur({ sigma: 2 }).baseline({ ...ball, spacing: [2, 1, 1] })
  const at = (z: number, y: number, x: number) => data[(z * 21 + y) * 21 + x]
  expect(at(10, 10, 14)).toBeCloseTo(at(10, 14, 10), 6)
  // Two slices of 2 mm are as far as four voxels of 1 mm.
  expect(at(12, 10, 10) / at(10, 10, 14)).toBeGreaterThan(0.6)
  expect(at(12, 10, 10) / at(10, 10, 14)).toBeLessThan(1.6)
  const flat = await blur().baseline(samples([9, 10, 11], () => 40))
  for (const value of flat.data) expect(value).toBe(40)
})

test("options out of range are refused", () => {
  expect(() => blur({ sigma: 0 })).toThrow(RangeError)
  expect(() => noise({ seed: 0.5 })).toThrow(RangeError)
  expect(() => constant(NaN)).toThrow(RangeError)
})
