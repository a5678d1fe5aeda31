import { expect, test } from "vitest"
import { colorTable } from "./color-maps.ts"
import { colorize } from "./colorize.ts"

test("colours are spread over the map, and NaN is transparent", async () => {
  const { data } = await colorize(Float32Array.of(2, NaN, 4), { width: 3, height: 1 })
  expect([...data]).toEqual([68, 1, 84, 255, 0, 0, 0, 0, 253, 231, 37, 255])
})

test("a diverging colour map is centred on zero", async () => {
  const table = colorTable("blue-red")
  const { data } = await colorize(Float32Array.of(0, 1, -2), { width: 3, height: 1, colorMap: "blue-red" })
  expect([...data.subarray(0, 3)]).toEqual([...table.subarray(128 * 3, 129 * 3)])
  expect([...data.subarray(4, 7)]).toEqual([...table.subarray(191 * 3, 192 * 3)])
  expect([...data.subarray(8, 11)]).toEqual([...table.subarray(0, 3)])
})

test("values outside a given range get the colours at its ends", async () => {
  const { data } = await colorize(Float32Array.of(-5, 9), { width: 2, height: 1, min: 0, max: 1 })
  expect([data[0], data[4]]).toEqual([68, 253])
})

test("each row has its own colours", async () => {
  const map = Float32Array.of(0, 1, 2, 3, 4, NaN)
  const { width, height, channels, data } = await colorize(map, { width: 2, height: 3, colorMap: "magma" })
  expect({ width, height, channels }).toEqual({ width: 2, height: 3, channels: 4 })
  const table = colorTable("magma")
  for (const [cell, value] of map.entries()) {
    const level = Math.round((value * 255) / 4)
    expect([...data.subarray(4 * cell, 4 * cell + 4)]).toEqual(
      Number.isNaN(value) ? [0, 0, 0, 0] : [...table.subarray(3 * level, 3 * level + 3), 255],
    )
  }
})

test("an empty range and a map of another size are refused", async () => {
  const size = { width: 2, height: 1 }
  await expect(colorize(Float32Array.of(0, 1), { ...size, min: 1, max: 1 })).rejects.toThrow(
    "max must be above min, got min 1 and max 1",
  )
  await expect(colorize(Float32Array.of(3), size)).rejects.toThrow("2 values")
})

test("a map with a single value gets the first colour, and one without values is transparent", async () => {
  const size = { width: 2, height: 1 }
  expect((await colorize(Float32Array.of(3, 3), size)).data[0]).toBe(68)
  expect((await colorize(Float32Array.of(NaN, NaN), size)).data[3]).toBe(0)
})
