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

test("a map of another size and an opacity out of range are refused", async () => {
  await expect(overlay(image, Float32Array.of(0, 1))).rejects.toThrow("3 values, not 2")
  await expect(overlay(image, Float32Array.of(0, 1, 2), { opacity: 2 })).rejects.toThrow(
    "opacity must be from 0 to 1, got 2",
  )
})
