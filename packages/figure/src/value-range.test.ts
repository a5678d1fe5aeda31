import { expect, test } from "vitest"
import { levelOpacities, levelStrengths, toLevels, valueRange } from "./index.ts"
import { valueRangeInSlices } from "./value-range.ts"

const both = async (map: Float32Array, options: Parameters<typeof valueRange>[1] = {}) => {
  const range = valueRange(map, options)
  expect(await valueRangeInSlices(map, options)).toEqual(range)
  return range
}

test("a range is that of the map, without NaN", async () => {
  expect(await both(Float32Array.of(NaN, 2, -3, 1))).toEqual({ min: -3, max: 2 })
  expect(await both(Float32Array.of(7))).toEqual({ min: 7, max: 7 })
  expect(await both(Float32Array.of(NaN))).toEqual({ min: 0, max: 0 })
  expect(await both(new Float32Array(0))).toEqual({ min: 0, max: 0 })
  const large = new Float32Array(3 * 65_536)
  large[65_536] = -5
  large[3 * 65_536 - 1] = 9
  expect(await both(large)).toEqual({ min: -5, max: 9 })
})

test("a diverging colour map has zero in its middle, whichever end is given", async () => {
  const colorMap = "purple-orange"
  expect(await both(Float32Array.of(-3, 2), { colorMap })).toEqual({ min: -3, max: 3 })
  expect(await both(Float32Array.of(-3, 4), { colorMap })).toEqual({ min: -4, max: 4 })
  expect(await both(Float32Array.of(-3, 4), { colorMap, max: 1 })).toEqual({ min: -1, max: 1 })
  expect(await both(Float32Array.of(-3, 4), { colorMap, min: -2 })).toEqual({ min: -2, max: 2 })
  expect(await both(Float32Array.of(-3, 4), { colorMap, min: -2, max: 5 })).toEqual({ min: -2, max: 5 })
})

test("given ends take the place of the map's, and have to be in order", async () => {
  const map = Float32Array.of(1, 2)
  expect(await both(map, { min: 0 })).toEqual({ min: 0, max: 2 })
  expect(await both(map, { max: 9 })).toEqual({ min: 1, max: 9 })
  // The map then has a single colour.
  expect(await both(map, { min: 2 })).toEqual({ min: 2, max: 2 })
  expect(await both(map, { max: 1 })).toEqual({ min: 1, max: 1 })
  for (const options of [
    { min: 3 },
    { max: 0 },
    { min: 1, max: 1 },
    { min: 2, max: 1 },
    { min: NaN },
    { max: Infinity },
    { min: -Infinity },
  ])
    expect(() => valueRange(map, options)).toThrow(RangeError)
})

test("levels are rounded to the nearest, and values outside get those at the ends", () => {
  const map = Float32Array.of(-1, 0, 0.4 / 255, 0.6 / 255, 0.5, 1, 2)
  expect([...toLevels(map, { min: 0, max: 1 })]).toEqual([0, 0, 0, 1, 128, 255, 255])
  expect([...toLevels(Float32Array.of(10, 15, 20), { min: 10, max: 20 })]).toEqual([0, 128, 255])
  expect([...toLevels(Float32Array.of(1, 2), { min: 1, max: 1 })]).toEqual([0, 0])
})

test("strong levels hide the image, weak ones keep just enough opacity to show their colour", () => {
  const ends = (levels: Float64Array) =>
    [0, 51, 127, 128, 255].map((level) => Number(levels[level].toFixed(4)))
  expect(ends(levelStrengths("viridis"))).toEqual([0, 0.2, 0.498, 0.502, 1])
  expect(ends(levelStrengths("blue-red"))).toEqual([1, 0.6, 0.0039, 0.0039, 1])
  expect(ends(levelOpacities("viridis"))).toEqual([0.45, 0.56, 0.7239, 0.7261, 1])
  expect(ends(levelOpacities("purple-orange"))).toEqual([1, 0.7, 0.2529, 0.2529, 1])
})
