import { expect, test } from "vitest"
import { pattern, pixel, plain } from "../test/pictures.ts"
import { fitPicture } from "./fit.ts"
import type { Picture } from "./picture.ts"
import { resize } from "./resample.ts"
import { toOriginal } from "./to-original.ts"

const grid = { width: 4, height: 4 }

test("stretch shows the whole image", async () => {
  const { picture, geometry } = await fitPicture(pattern(8, 6), {
    ...grid,
    fit: "stretch",
    resample: "bilinear",
  })
  expect(picture).toEqual(await resize(pattern(8, 6), grid, "bilinear"))
  expect(geometry.covers).toEqual({ x: 0, y: 0, width: 8, height: 6 })
})

test("crop: resize to 256, crop 224, as torchvision does it for an image of 500 x 375", async () => {
  const { picture, geometry } = await fitPicture(pattern(500, 375), {
    width: 224,
    height: 224,
    fit: "crop",
    resizeTo: { width: 256, height: 256 },
    resample: "bilinear",
  })
  const resized = await resize(pattern(500, 375), { width: 341, height: 256 }, "bilinear")
  expect(pixel(picture, 0, 0)).toEqual(pixel(resized, 58, 16))
  expect(pixel(picture, 223, 223)).toEqual(pixel(resized, 281, 239))
  const { covers } = geometry
  expect([covers.x, covers.y, covers.width, covers.height].map(Math.round)).toEqual([85, 23, 328, 328])
})

test("crop of a tall image keeps the middle rows", async () => {
  const { geometry } = await fitPicture(pattern(4, 12), { ...grid, fit: "crop", resample: "nearest" })
  expect(geometry.covers).toEqual({ x: 0, y: 4, width: 4, height: 4 })
})

test("pad shows everything between bars", async () => {
  const { picture, geometry } = await fitPicture(plain(8, 4, [9, 9, 9]), {
    ...grid,
    fit: "pad",
    resample: "bicubic",
    padColor: [1, 2, 3],
  })
  expect([0, 1, 2, 3].map((y) => pixel(picture, 2, y)[2])).toEqual([3, 9, 9, 3])
  expect(geometry.shows).toEqual({ x: 0, y: 1, width: 4, height: 2 })
  expect(geometry.covers).toEqual({ x: 0, y: -2, width: 8, height: 8 })
})

test("a box smaller than the input leaves bars, the wider one first", async () => {
  const picture = pattern(10, 5)
  const { picture: fitted, geometry } = await fitPicture(picture, {
    width: 8,
    height: 8,
    fit: "crop",
    resample: "nearest",
    resizeTo: { width: 5, height: 5 },
  })
  expect(geometry.covers).toEqual({ x: 1, y: -2, width: 8, height: 8 })
  expect(geometry.shows).toEqual({ x: 0, y: 2, width: 8, height: 5 })
  const row = (from: Picture, y: number, x: number) =>
    from.data.subarray((y * from.width + x) * 3, (y * from.width + x + 8) * 3)
  for (let y = 0; y < 5; y++) expect(row(fitted, y + 2, 0)).toEqual(row(picture, y, 1))
  for (const y of [0, 1, 7]) expect(row(fitted, y, 0)).toEqual(new Uint8Array(24))
})

test("crop-first cuts the middle square out, then resizes it", async () => {
  const picture = pattern(30, 20)
  const { picture: fitted, geometry } = await fitPicture(picture, {
    width: 6,
    height: 6,
    fit: "crop-first",
    resample: "nearest",
    resizeTo: { width: 10, height: 10 },
  })
  expect(geometry.covers).toEqual({ x: 9, y: 4, width: 12, height: 12 })
  expect(geometry.shows).toEqual({ x: 0, y: 0, width: 6, height: 6 })
  expect(fitted.data.subarray(0, 3)).toEqual(picture.data.subarray((5 * 30 + 10) * 3, (5 * 30 + 10) * 3 + 3))
})

test("what a fit cannot do is refused", async () => {
  const smaller = { width: 3, height: 3 }
  await expect(
    fitPicture(pattern(8, 6), { ...grid, fit: "crop-first", resample: "box", resizeTo: smaller }),
  ).rejects.toThrow(RangeError)
  const larger = { width: 5, height: 5 }
  await expect(
    fitPicture(pattern(8, 6), { ...grid, fit: "pad", resample: "box", resizeTo: larger }),
  ).rejects.toThrow(RangeError)
  const thin = { width: 4096, height: 4096, fit: "crop", resample: "box" } as const
  await expect(fitPicture(pattern(100, 2), thin)).rejects.toMatchObject({ code: "PICTURE_TOO_LARGE" })
})

test("a map comes back to the pixels that the crop showed, and is NaN elsewhere", async () => {
  const { geometry } = await fitPicture(pattern(8, 4), { ...grid, fit: "crop", resample: "bilinear" })
  const map = Float32Array.from({ length: 16 }, (_, i) => i)
  const original = await toOriginal(map, geometry, 8, 4)
  expect([...original.subarray(0, 8)]).toEqual([NaN, NaN, 0, 1, 2, 3, NaN, NaN])
  expect([...original.subarray(24)]).toEqual([NaN, NaN, 12, 13, 14, 15, NaN, NaN])
})

test("a map comes back from between the bars, which do not bleed into it", async () => {
  const { geometry } = await fitPicture(pattern(8, 4), { ...grid, fit: "pad", resample: "bilinear" })
  const map = new Float32Array(16).fill(1)
  map.fill(100, 0, 4).fill(100, 12)
  expect([...(await toOriginal(map, geometry, 8, 4))]).toEqual(Array.from({ length: 32 }, () => 1))
})

test("between the centres of cells, values change in a straight line", async () => {
  const { geometry } = await fitPicture(pattern(8, 8), {
    width: 2,
    height: 2,
    fit: "stretch",
    resample: "box",
  })
  const [row] = [(await toOriginal(Float32Array.of(0, 4, 0, 4), geometry, 8, 8)).subarray(0, 8)]
  expect([...row]).toEqual([0, 0, 0.5, 1.5, 2.5, 3.5, 4, 4])
  expect([...(await toOriginal(Float32Array.of(0, 4, 0, 4), geometry, 2, 2))]).toEqual([0, 4, 0, 4])
  await expect(toOriginal(new Float32Array(5), geometry, 8, 8)).rejects.toThrow("2 x 2")
})
