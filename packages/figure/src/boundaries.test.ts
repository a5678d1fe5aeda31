import { random } from "@pami/core/tensor"
import type { Color, Picture } from "@pami/image"
import { expect, test } from "vitest"
import { pixel, plain } from "../test/images.ts"
import { drawBoundaries } from "./boundaries.ts"

/** Two parts, left and right. */
const halves = (width: number, height: number) =>
  Int32Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 4 : -7))
const grey = ([red, green, blue]: readonly number[]) => 0.299 * red + 0.587 * green + 0.114 * blue
const rowOf = (image: Picture, y: number) =>
  Array.from({ length: image.width }, (_, x) => Math.round(grey(pixel(image, x, y))))

test("a white line with dark rims lies on the boundary, and nothing else changes", async () => {
  const image = plain(12, 4, [100, 100, 100])
  const before = image.data.slice()
  const drawn = await drawBoundaries(image, halves(12, 4))
  for (let y = 0; y < 4; y++)
    expect(rowOf(drawn, y)).toEqual([100, 100, 100, 100, 20, 255, 255, 20, 100, 100, 100, 100])
  expect(image.data).toEqual(before)
})

test("line and rim differ in lightness on any background, so that colour-blind readers see them", async () => {
  const next = random(11)
  const colors = Array.from({ length: 40 }, () => [next() * 256, next() * 256, next() * 256].map(Math.floor))
  for (const ground of [...colors, [0, 0, 0], [255, 255, 255], [255, 255, 0]])
    for (const color of [
      [255, 255, 255],
      [255, 220, 0],
      [20, 20, 90],
    ] as Color[]) {
      const row = rowOf(await drawBoundaries(plain(12, 4, ground), halves(12, 4), { color }), 2)
      expect(Math.abs(row[5] - row[4])).toBeGreaterThan(130)
      // One of the two differs from the ground.
      expect(Math.max(Math.abs(row[5] - row[0]), Math.abs(row[4] - row[0]))).toBeGreaterThan(80)
    }
})

test("a part of one pixel is framed, and an image with a single part stays as it is", async () => {
  const image = plain(9, 9, [90, 90, 90])
  const labels = new Int32Array(81)
  expect(await drawBoundaries(image, labels)).toEqual(image)
  labels[40] = 1
  const drawn = await drawBoundaries(image, labels)
  for (const [x, y] of [
    [3, 4],
    [5, 4],
    [4, 3],
    [4, 5],
  ])
    expect(pixel(drawn, x, y)).toEqual([255, 255, 255])
  expect(pixel(drawn, 1, 4)).toEqual([90, 90, 90])
})

test("width sets that of the line, and each rim is half as wide", async () => {
  const row = rowOf(await drawBoundaries(plain(40, 3, [128, 128, 128]), halves(40, 3), { width: 6 }), 1)
  expect(row.filter((value) => value === 255)).toHaveLength(6)
  expect(row.filter((value) => value < 128)).toHaveLength(6)
  // At odd widths the outermost pixels are half covered.
  const odd = rowOf(await drawBoundaries(plain(40, 3, [128, 128, 128]), halves(40, 3), { width: 3 }), 1)
  expect(odd.filter((value) => value === 255)).toHaveLength(2)
  expect(odd.filter((value) => value > 128 && value < 255)).toHaveLength(2)
})

test("boundaries of a coarse grid have the resolution of the image", async () => {
  const image = plain(40, 30, [128, 128, 128])
  const grid = { width: 4, height: 3 }
  const coarse = await drawBoundaries(image, halves(4, 3), { grid })
  expect(coarse).toEqual(await drawBoundaries(image, halves(40, 30)))
  // The grid need not divide the image evenly.
  const uneven = rowOf(
    await drawBoundaries(plain(10, 10, [128, 128, 128]), Int32Array.of(0, 1, 2), {
      grid: { width: 3, height: 1 },
    }),
    5,
  )
  expect(uneven.map((value, x) => (value === 255 ? x : -1)).filter((x) => x >= 0)).toEqual([2, 3, 6, 7])
})

test("a vertical boundary gets as much ink as a horizontal one", async () => {
  const side = 60
  const ink = async (labels: Int32Array) => {
    const drawn = await drawBoundaries(plain(side, side, [0, 0, 0]), labels, { width: 4 })
    let sum = 0
    for (let i = 0; i < drawn.data.length; i += 3) sum += drawn.data[i] / 255
    return sum
  }
  const upright = await ink(halves(side, side))
  const level = await ink(Int32Array.from({ length: side * side }, (_, i) => (i < (side * side) / 2 ? 0 : 1)))
  expect(level).toBe(upright)
  expect(upright).toBe(4 * side)
})

test("the corner of a part is rounded by distance, and the edge of an image has no line", async () => {
  const labels = new Int32Array(64).fill(3)
  labels[0] = 1
  const drawn = await drawBoundaries(plain(8, 8, [100, 100, 100]), labels, { width: 2 })
  // Distances from the boundary of the corner's pixel: half a pixel, then one and a half; across, their hypotenuse.
  const shown = (x: number, y: number) => pixel(drawn, x, y)[0]
  expect([shown(0, 0), shown(1, 0), shown(2, 0), shown(3, 0)]).toEqual([255, 255, 20, 100])
  expect([shown(0, 1), shown(0, 2), shown(0, 3)]).toEqual([255, 20, 100])
  const inLine = 1.5 - Math.SQRT1_2
  expect(shown(1, 1)).toBe(Math.round(20 + (255 - 20) * inLine))
  expect(shown(7, 0)).toBe(100)
  expect(shown(0, 7)).toBe(100)
})

test("the line is as wide as the image is large, and dark lines have a light rim", async () => {
  const white = async (across: number, down: number) =>
    rowOf(await drawBoundaries(plain(across, down, [0, 0, 0]), halves(across, down)), 0).filter(
      (value) => value === 255,
    ).length
  expect([await white(900, 2), await white(1350, 2), await white(12, 1800)]).toEqual([2, 2, 4])
  const dark = rowOf(
    await drawBoundaries(plain(12, 1, [100, 100, 100]), halves(12, 1), { color: [95, 95, 95] }),
    0,
  )
  expect(dark[4]).toBe(Math.round(100 + 155 * 0.8))
  const light = rowOf(
    await drawBoundaries(plain(12, 1, [100, 100, 100]), halves(12, 1), { color: [97, 96, 96] }),
    0,
  )
  expect(light[4]).toBe(20)
})

test("options at their limits are accepted, beyond them refused", async () => {
  const draw = (options: Parameters<typeof drawBoundaries>[2]) =>
    drawBoundaries(plain(4, 3, [0, 0, 0]), new Int32Array(12), options)
  for (const options of [{ width: 0.5 }, { width: 64 }, { color: [0, 255, 0] as const }])
    await expect(draw(options)).resolves.toBeDefined()
  const two = [0, 0] as unknown as Color
  for (const options of [{ width: 0.4 }, { width: 65 }, { color: [-1, 0, 0] as const }, { color: two }])
    await expect(draw(options)).rejects.toThrow(RangeError)
})

test("wrong sizes and options out of range are refused", async () => {
  const image = plain(4, 3, [0, 0, 0])
  await expect(drawBoundaries(image, new Int32Array(11))).rejects.toThrow("12 labels, not 11")
  await expect(drawBoundaries(image, new Int32Array(12), { grid: { width: 2, height: 2 } })).rejects.toThrow(
    "4 labels, not 12",
  )
  await expect(drawBoundaries(image, new Int32Array(12), { width: 0 })).rejects.toThrow("got 0")
  await expect(drawBoundaries(image, new Int32Array(12), { color: [0, 0, 256] })).rejects.toThrow("0, 0, 256")
})
