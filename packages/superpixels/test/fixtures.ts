import * as fc from "fast-check"
import { expect } from "vitest"
import { connectedLabels, partCount } from "../src/primitives/labels.ts"
import { validGrid } from "../src/primitives/pixels.ts"
import type { Pixels } from "../src/primitives/pixels.ts"

/** Returns a seeded generator of numbers in [0, 1) (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Returns bytes of noisy blobs, of any shape and number of channels. */
export function blobs(shape: readonly number[], channels: Pixels["channels"], seed: number): Pixels {
  const next = generator(seed)
  const units = shape.reduce((product, length) => product * length, 1)
  const width = shape[shape.length - 1]
  const waves = Array.from({ length: 4 }, () => [next() * 0.3, next() * 0.3, next() * 6])
  const data = Uint8Array.from({ length: units * channels }, (_, index) => {
    const unit = Math.floor(index / channels)
    const [x, y] = [unit % width, Math.floor(unit / width)]
    const [a, b, phase] = waves[index % channels]
    return 127 + 90 * Math.sign(Math.sin(a * x + b * y + phase)) + 30 * (next() - 0.5)
  })
  return { shape, channels, data }
}

/** Draws a grey image of floats from a function of column, row and plane. */
export function drawn(shape: readonly number[], draw: (x: number, y: number, z: number) => number): Pixels {
  const [width, height = 1, depth = 1] = shape.toReversed()
  const data = Float64Array.from({ length: width * height * depth }, (_, unit) =>
    draw(unit % width, Math.floor(unit / width) % height, Math.floor(unit / (width * height))),
  )
  return { shape, channels: 1, data }
}

/**
 * Expects labels 0…n-1 in order of first appearance with every part connected by faces. Returns the number of parts.
 */
export function expectParts(labels: Int32Array, pixels: Pixels): number {
  const grid = validGrid(pixels)
  expect(labels.length).toBe(grid.units)
  // Splitting into connected pieces and renumbering must change nothing.
  expect(connectedLabels(labels, grid)).toEqual(labels)
  const parts = partCount(labels)
  expect(parts).toBeGreaterThanOrEqual(1)
  expect(parts).toBeLessThanOrEqual(grid.units)
  return parts
}

/** Any small image, of bytes or of floats in a range. */
export function anyImage(range: { min: number; max: number }): fc.Arbitrary<Pixels> {
  return fc
    .record({
      height: fc.integer({ min: 1, max: 40 }),
      width: fc.integer({ min: 1, max: 40 }),
      channels: fc.constantFrom<(1 | 2 | 3 | 4)[]>(1, 2, 3, 4),
      float: fc.boolean(),
    })
    .chain(({ height, width, channels, float }) => {
      const length = height * width * channels
      const size = { minLength: length, maxLength: length }
      const data: fc.Arbitrary<Pixels["data"]> = float
        ? fc.float32Array({ ...size, ...range, noNaN: true })
        : fc.uint8Array(size)
      return data.map((values): Pixels => ({ shape: [height, width], channels, data: values }))
    })
}

/** Returns the total bytes of the typed arrays that `run` creates: an upper bound of its peak memory. */
export function countedBytes(run: () => void): number {
  const kinds = [
    "Uint8Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float32Array",
    "Float64Array",
  ] as const
  const originals = kinds.map((kind) => globalThis[kind])
  let bytes = 0
  kinds.forEach((kind, index) => {
    const counting = new Proxy<object>(originals[index], {
      construct(target, args, made) {
        const array = Reflect.construct(target as new () => ArrayBufferView, args, made)
        // A view of a buffer takes no further memory.
        if (!(args[0] instanceof ArrayBuffer)) bytes += array.byteLength
        return array
      },
    })
    Object.assign(globalThis, { [kind]: counting })
  })
  try {
    run()
  } finally {
    kinds.forEach((kind, index) => Object.assign(globalThis, { [kind]: originals[index] }))
  }
  return bytes
}
