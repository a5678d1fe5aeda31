import { assert, constantFrom, integer, nat, oneof, property, record, tuple } from "fast-check"
import { expect, test } from "vitest"
import { blobs, drawn, expectParts } from "../test/fixtures.ts"
import { felzenszwalb, slic, watershed } from "./index.ts"
import type { Pixels } from "./index.ts"

const algorithms: Record<string, (pixels: Pixels) => Int32Array> = {
  felzenszwalb: (pixels) => felzenszwalb(pixels, { scale: 50, minSize: 5 }),
  "felzenszwalb of single units": (pixels) => felzenszwalb(pixels, { minSize: 1, sigma: 0 }),
  slic: (pixels) => slic(pixels, { segments: 7 }),
  "slic zero": (pixels) => slic(pixels, { segments: 12, zero: true, sigma: 0.7 }),
  watershed: (pixels) => watershed(pixels, { markers: 6 }),
  "compact watershed": (pixels) => watershed(pixels, { markers: 9, compactness: 0.01 }),
}

const anyPixels = record({
  shape: oneof(
    tuple(integer({ min: 1, max: 90 })),
    tuple(integer({ min: 1, max: 24 }), integer({ min: 1, max: 24 })),
    tuple(integer({ min: 1, max: 7 }), integer({ min: 1, max: 9 }), integer({ min: 1, max: 9 })),
  ),
  channels: constantFrom(1, 2, 3, 4),
  seed: nat(1_000_000),
}).map(({ shape, channels, seed }) => blobs(shape, channels, seed))

test.each(Object.entries(algorithms))(
  "%s: parts of any input are dense, connected, named in order, and repeat",
  (_, algorithm) => {
    assert(
      property(anyPixels, (pixels) => {
        const labels = algorithm(pixels)
        expectParts(labels, pixels)
        expect(algorithm(pixels)).toEqual(labels)
      }),
      { numRuns: 60, seed: 5 },
    )
  },
)

test.each(Object.entries(algorithms))("%s: flat, thin and tiny inputs", (_, algorithm) => {
  for (const shape of [[1], [40], [1, 1], [1, 50], [50, 1], [30, 30], [1, 1, 1], [1, 1, 9], [6, 6, 6]]) {
    const pixels = drawn(shape, () => 0.5)
    expectParts(algorithm(pixels), pixels)
  }
})

test.each(Object.entries(algorithms))("%s: refuses malformed pixels, saying what came", (_, algorithm) => {
  const data = new Uint8Array(12)
  expect(() => algorithm({ shape: [2, 2], channels: 3, data: data.subarray(1) })).toThrow(/12.*received 11/)
  expect(() => algorithm({ shape: [2, 0], channels: 3, data })).toThrow(RangeError)
  expect(() => algorithm({ shape: [1, 1, 2, 2], channels: 3, data })).toThrow(RangeError)
  expect(() => algorithm({ shape: [2, 2], channels: 5 as 4, data })).toThrow(/channels.*5/)
  expect(() => algorithm({ shape: [12], channels: 1, data: new Int16Array(12) as never })).toThrow(TypeError)
  expect(() => algorithm({ shape: [2], channels: 1, data: Float32Array.of(0, Number.NaN) })).toThrow(
    /index 1/,
  )
})

test.each(Object.entries(algorithms))(
  "%s: bytes and the same values in 0…1 give one result",
  (_, algorithm) => {
    const bytes = blobs([20, 25], 3, 3)
    const floats = { ...bytes, data: Float64Array.from(bytes.data, (value) => value * (1 / 255)) }
    expect(algorithm(floats)).toEqual(algorithm(bytes))
  },
)
