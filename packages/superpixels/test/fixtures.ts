import * as fc from "fast-check"
import { expect } from "vitest"
import { connectedLabels, partCount } from "../src/primitives/labels.ts"
import { gridOf } from "../src/primitives/pixels.ts"
import type { Pixels } from "../src/primitives/pixels.ts"

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Bytes of soft blobs under noise: something with parts in it, of any shape and channels. */
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

/** A grey picture from a function of column, row and plane, as floating-point numbers. */
export function drawn(shape: readonly number[], draw: (x: number, y: number, z: number) => number): Pixels {
  const [width, height = 1, depth = 1] = shape.toReversed()
  const data = Float64Array.from({ length: width * height * depth }, (_, unit) =>
    draw(unit % width, Math.floor(unit / width) % height, Math.floor(unit / (width * height))),
  )
  return { shape, channels: 1, data }
}

/** Labels are 0…n-1 in order of first appearance, every part connected by faces. */
export function expectParts(labels: Int32Array, pixels: Pixels): number {
  const grid = gridOf(pixels)
  expect(labels.length).toBe(grid.units)
  // Splitting into connected pieces, named by first appearance, must change nothing.
  expect(connectedLabels(labels, grid)).toEqual(labels)
  const parts = partCount(labels)
  expect(parts).toBeGreaterThanOrEqual(1)
  expect(parts).toBeLessThanOrEqual(grid.units)
  return parts
}

/** Any small picture, of bytes or of numbers in a range. */
export function anyPicture(range: { min: number; max: number }): fc.Arbitrary<Pixels> {
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

/** Bytes of all the typed arrays that `run` makes, together: no less than what it holds at once. */
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
        // A view of a buffer takes no memory of its own.
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
