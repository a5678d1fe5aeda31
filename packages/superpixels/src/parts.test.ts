import { assert, boolean, constantFrom, integer, nat, oneof, property, record, tuple } from "fast-check"
import { expect, test } from "vitest"
import { blobs, countedBytes, drawn, expectParts } from "../test/fixtures.ts"
import { felzenszwalb, seeds, slic, watershed } from "./index.ts"
import type { Pixels } from "./index.ts"

/** Algorithms for signals, images and volumes. */
const algorithms: Record<string, (pixels: Pixels) => Int32Array> = {
  felzenszwalb: (pixels) => felzenszwalb(pixels, { scale: 50, minSize: 5 }),
  "felzenszwalb of single units": (pixels) => felzenszwalb(pixels, { minSize: 1, sigma: 0 }),
  slic: (pixels) => slic(pixels, { segments: 7 }),
  "slic zero": (pixels) => slic(pixels, { segments: 12, zero: true, sigma: 0.7 }),
  watershed: (pixels) => watershed(pixels, { markers: 6 }),
  "compact watershed": (pixels) => watershed(pixels, { markers: 9, compactness: 0.01 }),
}

/** The same, and those for images only. */
const imageAlgorithms: Record<string, (pixels: Pixels) => Int32Array> = {
  ...algorithms,
  seeds: (pixels) => seeds(pixels, { superpixels: 9, levels: 3, doubleStep: true }),
}

/** Blobs as bytes, or as floats in a range that depends on the seed. */
function filled(
  shape: readonly number[],
  channels: Pixels["channels"],
  seed: number,
  float: boolean,
): Pixels {
  const pixels = blobs(shape, channels, seed)
  if (!float) return pixels
  return { ...pixels, data: Float32Array.from(pixels.data, (value) => value / 64 - (seed % 3)) }
}

const rest = {
  channels: constantFrom<(1 | 2 | 3 | 4)[]>(1, 2, 3, 4),
  seed: nat(1_000_000),
  float: boolean(),
}
const side = oneof(
  { weight: 1, arbitrary: integer({ min: 1, max: 2 }) },
  { weight: 4, arbitrary: integer({ min: 1, max: 40 }) },
)
const anyPixels = record({
  shape: oneof(
    tuple(integer({ min: 1, max: 90 })),
    tuple(integer({ min: 1, max: 7 }), integer({ min: 1, max: 9 }), integer({ min: 1, max: 9 })),
  ),
  ...rest,
}).map(({ shape, channels, seed, float }) => filled(shape, channels, seed, float))
const anyImage = record({ shape: tuple(side, side), ...rest }).map(({ shape, channels, seed, float }) =>
  filled(shape, channels, seed, float),
)

test.each([
  ...Object.entries(algorithms).map(([name, algorithm]) => ({
    name: `${name}, signals and volumes`,
    algorithm,
    inputs: anyPixels,
  })),
  ...Object.entries(imageAlgorithms).map(([name, algorithm]) => ({
    name: `${name}, images`,
    algorithm,
    inputs: anyImage,
  })),
])("$name: parts are dense, connected, numbered in order, and repeatable", ({ algorithm, inputs }) => {
  assert(
    property(inputs, (pixels) => {
      const labels = algorithm(pixels)
      expectParts(labels, pixels)
      expect(algorithm(pixels)).toEqual(labels)
    }),
    { numRuns: 60, seed: 5 },
  )
})

test.each(Object.entries(imageAlgorithms))("%s: flat and thin images", (_, algorithm) => {
  for (const shape of [
    [1, 1],
    [1, 50],
    [50, 1],
    [2, 40],
    [30, 30],
  ]) {
    const pixels = drawn(shape, () => 0.5)
    expectParts(algorithm(pixels), pixels)
  }
})

test.each(Object.entries(imageAlgorithms))(
  "%s: four times the units take four times the memory",
  (_, algorithm) => {
    const [small, large] = [64, 128].map((length) => blobs([length, length], 3, 7))
    algorithm(small)
    expect(countedBytes(() => algorithm(large))).toBeLessThan(4.4 * countedBytes(() => algorithm(small)))
  },
)

test.each(Object.entries(algorithms))("%s: flat, thin and tiny inputs", (_, algorithm) => {
  for (const shape of [[1], [40], [1, 1], [1, 50], [50, 1], [30, 30], [1, 1, 1], [1, 1, 9], [6, 6, 6]]) {
    const pixels = drawn(shape, () => 0.5)
    expectParts(algorithm(pixels), pixels)
  }
})

test.each(Object.entries(algorithms))(
  "%s: errors name the invalid field of the pixels and its value",
  (_, algorithm) => {
    const data = new Uint8Array(12)
    expect(() => algorithm({ shape: [2, 2], channels: 3, data: data.subarray(1) })).toThrow(/12.*received 11/)
    expect(() => algorithm({ shape: [2, 0], channels: 3, data })).toThrow(RangeError)
    expect(() => algorithm({ shape: [1, 1, 2, 2], channels: 3, data })).toThrow(RangeError)
    expect(() => algorithm({ shape: [2, 2], channels: 5 as 4, data })).toThrow(/channels.*5/)
    expect(() => algorithm({ shape: [12], channels: 1, data: new Int16Array(12) as never })).toThrow(
      TypeError,
    )
    expect(() => algorithm({ shape: [2], channels: 1, data: Float32Array.of(0, Number.NaN) })).toThrow(
      /index 1/,
    )
  },
)

test.each(Object.entries(algorithms))(
  "%s: bytes and the same values in 0…1 give the same labels",
  (_, algorithm) => {
    const bytes = blobs([20, 25], 3, 3)
    const floats = { ...bytes, data: Float64Array.from(bytes.data, (value) => value * (1 / 255)) }
    expect(algorithm(floats)).toEqual(algorithm(bytes))
  },
)
