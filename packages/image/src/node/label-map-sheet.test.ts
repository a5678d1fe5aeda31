import { expect, test } from "vitest"
import { plain } from "../../test/pictures.ts"
import { fitPicture, type FitMode } from "../fit.ts"
import { decodePicture } from "./decode-picture.ts"
import { renderSegmentations, type SegmentationTile } from "./label-map-sheet.ts"

const picture = plain(120, 80, [40, 110, 60])
const geometryOf = async (fit: FitMode) =>
  (await fitPicture(picture, { width: 8, height: 8, fit, resample: "bilinear" })).geometry
const stripes = (count: number): SegmentationTile => ({
  name: `${count} stripes`,
  labels: Int32Array.from({ length: 64 }, (_, cell) => Math.floor(((cell % 8) * count) / 8) * 1000 - 5),
})
const geometry = await geometryOf("stretch")
const sizeOf = async (png: Uint8Array) => {
  const { width, height } = await decodePicture(png)
  return { width, height }
}

test("one segmentation fills the figure, under its name and the number of its parts", async () => {
  const { svg, png } = await renderSegmentations({
    picture,
    geometry,
    segmentations: [stripes(4)],
    title: "Parts",
  })
  expect(svg).toContain('aria-label="Parts"')
  expect(svg).toContain('aria-label="4 stripes   4 parts"')
  expect(svg.match(/<image /g)).toHaveLength(1)
  const { width, height } = await sizeOf(png)
  expect([width, height]).toEqual([2 * (640 + 56), 2 * Number(/height="(\d+)"/.exec(svg)![1])])
})

test("several are tiled in rows that are full, as many as one cares to see", async () => {
  for (const count of [2, 4, 20]) {
    const segmentations = Array.from({ length: count }, (_, k) => stripes(1 + (k % 8)))
    const { svg, png } = await renderSegmentations({
      picture,
      geometry,
      segmentations,
      panelSide: 64,
      scale: 1,
    })
    expect(svg.match(/<image /g)).toHaveLength(count)
    expect(svg).toContain('aria-label="1 stripes   1 part"')
    const places = [...svg.matchAll(/<image [^>]* x="(\d+)" y="(\d+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ])
    const columns = new Set(places.map(([x]) => x)).size
    const rows = new Set(places.map(([, y]) => y)).size
    expect(columns * rows - count).toBeLessThan(columns / 2 + 1)
    const { width, height } = await sizeOf(png)
    if (count > 2) expect(width / height).toBeGreaterThan(0.9)
    expect(width / height).toBeLessThan(4)
  }
  const column = await renderSegmentations({
    picture,
    geometry,
    segmentations: [stripes(2), stripes(3)],
    columns: 1,
  })
  expect(new Set([...column.svg.matchAll(/<image [^>]* x="(\d+)"/g)].map(([, x]) => x)).size).toBe(1)
})

test("lines keep the pixels they were drawn with", async () => {
  const { png } = await renderSegmentations({ picture, geometry, segmentations: [stripes(2)] })
  const figure = await decodePicture(png)
  const row = Array.from({ length: figure.width }, (_, x) => figure.data[(figure.width * 500 + x) * 3])
  // A line of 3 pixels in the middle, its outer ones half covered, between rims that leave a fifth of the picture's 40.
  const middle = figure.width / 2
  expect(row.slice(middle - 5, middle + 5)).toEqual([40, 40, 8, 132, 255, 255, 132, 8, 40, 40])
})

test("what the model was not shown is pale, and said to be", async () => {
  const options = { picture, segmentations: [stripes(2)], panelSide: 120, scale: 1 }
  const cropped = await renderSegmentations({ ...options, geometry: await geometryOf("crop") })
  expect(cropped.svg).toContain("Pale: outside")
  const figure = await decodePicture(cropped.png)
  const at = (x: number) => [
    ...figure.data.subarray((figure.width * 70 + x) * 3, (figure.width * 70 + x) * 3 + 3),
  ]
  const [left, inside] = [at(32), at(28 + 45)]
  expect(left[0]).toBe(left[1])
  expect(left[0]).toBeGreaterThan(160)
  expect(inside).toEqual([40, 110, 60])
  const whole = await renderSegmentations({ ...options, geometry: await geometryOf("pad") })
  expect(whole.svg).not.toContain("Pale: outside")
})

test("what cannot be drawn is refused", async () => {
  const options = { picture, geometry, segmentations: [stripes(2)] }
  await expect(renderSegmentations({ ...options, segmentations: [] })).rejects.toThrow("at least one")
  await expect(renderSegmentations({ ...options, panelSide: 10 })).rejects.toThrow("not 10")
  await expect(renderSegmentations({ ...options, scale: 9 })).rejects.toThrow("not 9")
  await expect(renderSegmentations({ ...options, columns: 0 })).rejects.toThrow("not 0")
  await expect(
    renderSegmentations({ ...options, segmentations: [{ name: "x", labels: new Int32Array(9) }] }),
  ).rejects.toThrow("8 x 8 cells were expected, not 9")
})
