import { expect, test } from "vitest"
import { pixel, plain } from "../test/images.ts"
import { overlay } from "./overlay.ts"

const image = plain(3, 1, [100, 100, 100])

test("high values cover the image, low ones tint it, and NaN leaves pale grey", async () => {
  const laid = await overlay(image, Float32Array.of(0, 1, NaN), { opacity: 1 })
  expect(pixel(laid, 1, 0)).toEqual([253, 231, 37])
  expect(pixel(laid, 0, 0)).not.toEqual([68, 1, 84])
  const [red, green, blue] = pixel(laid, 2, 0)
  expect(red === green && green === blue && red > 150).toBe(true)
})

test("an opacity of 0 leaves the image as it is", async () => {
  const colorful = plain(1, 1, [9, 99, 200])
  expect(await overlay(colorful, Float32Array.of(1), { opacity: 0 })).toEqual(colorful)
})

test("colours lie over greyed rows of the image, pale grey where nothing is known", async () => {
  const colorful = plain(2, 2, [9, 99, 200])
  const laid = await overlay(colorful, Float32Array.of(0, 1, 2, NaN), { min: 0, max: 2 })
  const grey = 0.299 * 9 + 0.587 * 99 + 0.114 * 200
  const greying = 0.65 * 1.25
  const expected = (table: readonly number[], strength: number) =>
    [9, 99, 200].map((value, channel) => {
      const faded = value + (grey - value) * greying
      return faded + (table[channel] - faded) * 0.65 * (0.45 + 0.55 * strength)
    })
  for (const [x, y, table, strength] of [
    [0, 0, [68, 1, 84], 0],
    [1, 0, [33, 145, 140], 128 / 255],
    [0, 1, [253, 231, 37], 1],
  ] as const)
    for (const [channel, value] of expected(table, strength).entries())
      expect(Math.abs(pixel(laid, x, y)[channel] - value)).toBeLessThanOrEqual(1)
  const pale = Math.round(grey * 0.3 + 255 * 0.62)
  for (const value of pixel(laid, 1, 1)) expect(Math.abs(value - pale)).toBeLessThanOrEqual(1)
  expect(new Set(pixel(laid, 1, 1)).size).toBe(1)
  // Half of the colours' opacity already makes the image grey; it cannot become greyer than that.
  const opaque = await overlay(colorful, Float32Array.of(0, 1, 2, 3), { opacity: 0.8, max: 1000 })
  const [red, green] = pixel(opaque, 0, 0)
  expect(Math.abs(red - (grey + (68 - grey) * 0.8 * 0.45))).toBeLessThanOrEqual(1)
  expect(Math.abs(green - (grey + (1 - grey) * 0.8 * 0.45))).toBeLessThanOrEqual(1)
})

test("black and white stay apart where nothing is known", async () => {
  for (const [value, shown] of [
    [0, 158],
    [255, 235],
  ])
    expect(pixel(await overlay(plain(1, 1, [value, value, value]), Float32Array.of(NaN)), 0, 0)).toEqual([
      shown,
      shown,
      shown,
    ])
})

test("a map of another size and an opacity out of range are refused", async () => {
  await expect(overlay(image, Float32Array.of(0, 1))).rejects.toThrow("3 values, not 2")
  await expect(overlay(image, Float32Array.of(0, 1, 2), { opacity: 2 })).rejects.toThrow(
    "opacity must be from 0 to 1, got 2",
  )
})
