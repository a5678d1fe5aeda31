import { expect, test } from "vitest"
import { pixel, plain } from "../test/pictures.ts"
import { colorMapNames, colorTable } from "./color-maps.ts"
import { colorize } from "./colorize.ts"
import { overlay } from "./overlay.ts"

const ends = (name: Parameters<typeof colorTable>[0]) => {
  const table = colorTable(name)
  return [[...table.subarray(0, 3)], [...table.subarray(765)]]
}

test("colour maps begin and end where matplotlib's do", async () => {
  expect(ends("viridis")).toEqual([
    [68, 1, 84],
    [253, 231, 37],
  ])
  expect(ends("inferno")).toEqual([
    [0, 0, 4],
    [252, 255, 164],
  ])
  expect(ends("magma")).toEqual([
    [0, 0, 4],
    [252, 253, 191],
  ])
  expect(ends("blue-red")).toEqual([
    [5, 48, 97],
    [103, 0, 31],
  ])
  expect(ends("purple-orange")).toEqual([
    [45, 0, 75],
    [127, 59, 8],
  ])
  for (const name of colorMapNames) expect(colorTable(name).length).toBe(768)
  expect(() => colorTable("jet" as "turbo")).toThrow("it is one of viridis")
})

test("colorize spreads the colours over the map, and NaN is transparent", async () => {
  const { data } = await colorize(Float32Array.of(2, NaN, 4), { width: 3, height: 1 })
  expect([...data]).toEqual([68, 1, 84, 255, 0, 0, 0, 0, 253, 231, 37, 255])
})

test("a diverging map is centred on zero", async () => {
  const table = colorTable("blue-red")
  const { data } = await colorize(Float32Array.of(0, 1, -2), { width: 3, height: 1, colorMap: "blue-red" })
  expect([...data.subarray(0, 3)]).toEqual([...table.subarray(128 * 3, 129 * 3)])
  expect([...data.subarray(4, 7)]).toEqual([...table.subarray(191 * 3, 192 * 3)])
  expect([...data.subarray(8, 11)]).toEqual([...table.subarray(0, 3)])
})

test("a range that is given clips; one that is none is refused; a flat map is the first colour", async () => {
  const size = { width: 2, height: 1 }
  expect((await colorize(Float32Array.of(-5, 9), { ...size, min: 0, max: 1 })).data[4]).toBe(253)
  await expect(colorize(Float32Array.of(0, 1), { ...size, min: 1, max: 1 })).rejects.toThrow(RangeError)
  expect((await colorize(Float32Array.of(3, 3), size)).data[0]).toBe(68)
  expect((await colorize(Float32Array.of(NaN, NaN), size)).data[3]).toBe(0)
  await expect(colorize(Float32Array.of(3), size)).rejects.toThrow("2 values")
})

test("an overlay tints more where the map is greater, and pales what the model did not see", async () => {
  const picture = plain(3, 1, [100, 100, 100])
  const laid = await overlay(picture, Float32Array.of(0, 1, NaN), { opacity: 1 })
  expect(pixel(laid, 1, 0)).toEqual([253, 231, 37])
  expect(pixel(laid, 0, 0)).not.toEqual([68, 1, 84])
  const [red, green, blue] = pixel(laid, 2, 0)
  expect(red === green && green === blue && red > 150).toBe(true)
  expect((await overlay(plain(1, 1, [9, 99, 200]), Float32Array.of(1), { opacity: 0 })).data).toEqual(
    Uint8Array.of(9, 99, 200),
  )
  await expect(overlay(picture, Float32Array.of(0, 1), {})).rejects.toThrow(RangeError)
  await expect(overlay(picture, Float32Array.of(0, 1, 2), { opacity: 2 })).rejects.toThrow("opacity")
})
