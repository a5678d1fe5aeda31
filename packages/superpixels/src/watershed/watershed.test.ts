import { expect, test } from "vitest"
import { blobs, drawn, expectParts } from "../../test/fixtures.ts"
import { flood } from "./flood.ts"
import { watershed } from "./watershed.ts"

test("two flat halves meet at their edge", () => {
  const labels = watershed(
    drawn([20, 40], (x) => Number(x >= 17)),
    { markers: 2 },
  )
  // The edge is two units wide; the parts meet on its plateau.
  for (let unit = 0; unit < 800; unit++)
    if (unit % 40 !== 16 && unit % 40 !== 17) expect(labels[unit]).toBe(Number(unit % 40 > 16))
})

test("a step divides a signal, a wall divides a volume", () => {
  const signal = watershed(
    drawn([40], (x) => Number(x >= 13)),
    { markers: 2 },
  )
  expect([signal[0], signal[11], signal[14], signal[39]]).toEqual([0, 0, 1, 1])
  const volume = watershed(
    drawn([8, 8, 16], (x) => Number(x >= 6)),
    { markers: 2 },
  )
  for (let unit = 0; unit < volume.length; unit++) {
    if (unit % 16 < 5) expect(volume[unit]).toBe(0)
    if (unit % 16 > 6) expect(volume[unit]).toBe(1)
  }
})

test("the lower pass floods first, and of equal passes the one found first", () => {
  const grid = { depth: 1, height: 1, width: 7, units: 7 }
  const markers = Int32Array.of(0, 6)
  expect(flood(Float64Array.of(0, 1, 5, 2, 1, 1, 0), markers, grid, 0)).toEqual(
    Int32Array.of(0, 0, 0, 1, 1, 1, 1),
  )
  expect(flood(Float64Array.of(0, 4, 5, 2, 1, 1, 0), markers, grid, 0)).toEqual(
    Int32Array.of(0, 0, 1, 1, 1, 1, 1),
  )
  expect(flood(new Float64Array(7), markers, grid, 0)).toEqual(Int32Array.of(0, 0, 0, 0, 1, 1, 1))
})

test("compactness makes the parts more equal in size", () => {
  const pixels = blobs([60, 60], 3, 5)
  const spread = (compactness: number) => {
    const labels = watershed(pixels, { markers: 9, compactness })
    const sizes = new Int32Array(expectParts(labels, pixels))
    for (const label of labels) sizes[label]++
    return Math.max(...sizes) - Math.min(...sizes)
  }
  expect(spread(10)).toBeLessThan(spread(0))
})

test("refuses options out of range", () => {
  const pixels = blobs([8, 8], 1, 1)
  expect(() => watershed(pixels, { markers: 0 })).toThrow(/markers.*0/)
  expect(() => watershed(pixels, { markers: 3, compactness: -1 })).toThrow(/compactness.*-1/)
  expect(() => watershed(pixels, {} as never)).toThrow(TypeError)
})
