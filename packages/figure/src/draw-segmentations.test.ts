import { fitPicture, type FitMode } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import { expect, test } from "vitest"
import { pixel, plain } from "../test/images.ts"
import { recordingTools } from "../test/tools.ts"
import {
  drawSegmentations,
  type DrawSegmentationsOptions,
  type SegmentationTile,
} from "./draw-segmentations.ts"
import { columnsFor } from "./layout/lay-out-segmentations.ts"
import { renderSegmentations } from "./node/render.ts"

const image = plain(120, 80, [40, 110, 60])
const geometryOf = async (fit: FitMode) =>
  (await fitPicture(image, { width: 8, height: 8, fit, resample: "bilinear" })).geometry
const stripes = (count: number): SegmentationTile => ({
  name: `${count} stripes`,
  labels: Int32Array.from({ length: 64 }, (_, cell) => Math.floor(((cell % 8) * count) / 8) * 1000 - 5),
})
const geometry = await geometryOf("stretch")
const sizeOf = async (png: Uint8Array) => {
  const { width, height } = await decodePicture(png)
  return { width, height }
}

test("one segmentation fills the figure, under its name and its number of parts", async () => {
  const { svg, png } = await renderSegmentations({
    image,
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

test("several segmentations are tiled in rows, the last of which is at least half full", async () => {
  for (const count of [2, 4, 20]) {
    const segmentations = Array.from({ length: count }, (_, k) => stripes(1 + (k % 8)))
    const { svg, png } = await renderSegmentations({
      image,
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
    image,
    geometry,
    segmentations: [stripes(2), stripes(3)],
    columns: 1,
  })
  expect(new Set([...column.svg.matchAll(/<image [^>]* x="(\d+)"/g)].map(([, x]) => x)).size).toBe(1)
})

test("the PNG shows boundaries with the pixels they were drawn with", async () => {
  const { png } = await renderSegmentations({ image, geometry, segmentations: [stripes(2)] })
  const figure = await decodePicture(png)
  const row = Array.from({ length: figure.width }, (_, x) => figure.data[(figure.width * 500 + x) * 3])
  // A line of 3 pixels in the middle, the outer ones half covered, between rims that keep a fifth of the image's 40.
  const middle = figure.width / 2
  expect(row.slice(middle - 5, middle + 5)).toEqual([40, 40, 8, 132, 255, 255, 132, 8, 40, 40])
})

test("the area that the model did not see is pale, and the footer says so", async () => {
  const options = { image, segmentations: [stripes(2)], panelSide: 120, scale: 1 }
  const cropped = await renderSegmentations({ ...options, geometry: await geometryOf("crop") })
  expect(cropped.svg).toContain("Pale: outside")
  const figure = await decodePicture(cropped.png)
  const [left, inside] = [pixel(figure, 32, 70), pixel(figure, 28 + 45, 70)]
  expect(left[0]).toBe(left[1])
  expect(left[0]).toBeGreaterThan(160)
  expect(inside).toEqual([40, 110, 60])
  const whole = await renderSegmentations({ ...options, geometry: await geometryOf("pad") })
  expect(whole.svg).not.toContain("Pale: outside")
})

async function draw(options: Partial<DrawSegmentationsOptions>) {
  const { rasters, tools } = recordingTools()
  const svg = await drawSegmentations(
    { image, geometry, segmentations: [stripes(2)], detail: 1, ...options },
    tools,
  )
  return { svg: svg.replaceAll("><", ">\n<"), rasters }
}

test("tiles lie as in the drawing", async () => {
  const segmentations = [
    stripes(1),
    { ...stripes(8), name: "stripes with a name that takes two lines" },
    stripes(3),
  ]
  const texts = {
    title: "Parts",
    subtitle: "of an image",
    footer: [`One, ${"of many words, ".repeat(5)}two`, "Three"],
  }
  const cropped = await geometryOf("crop")
  const { svg } = await draw({ segmentations, ...texts, panelSide: 64, columns: 2, geometry: cropped })
  await expect(svg).toMatchFileSnapshot("../test/drawings/tiles.svg")
  const short = await draw({
    segmentations: [stripes(1), stripes(2), stripes(3)],
    panelSide: 200,
    columns: 2.9,
  })
  await expect(short.svg).toMatchFileSnapshot("../test/drawings/plain-tiles.svg")
  const one = await draw({ panelSide: 200, columns: 7, subtitle: "Alone" })
  await expect(one.svg).toMatchFileSnapshot("../test/drawings/tile.svg")
})

test("a single image is large, several are small, each with the pixels that detail asks for", async () => {
  const sizes = async (options: Partial<DrawSegmentationsOptions>) =>
    (await draw(options)).rasters.map(({ width, height, channels }) => [width, height, channels])
  expect(await sizes({})).toEqual([[640, 427, 3]])
  expect(await sizes({ segmentations: [stripes(1), stripes(2)] })).toEqual([
    [270, 180, 3],
    [270, 180, 3],
  ])
  expect(await sizes({ panelSide: 64, detail: 0.5 })).toEqual([[32, 22, 3]])
  expect(await sizes({ panelSide: 64, detail: 8 })).toEqual([[512, 344, 3]])
  for (const detail of [0.4, 9, NaN]) await expect(draw({ detail })).rejects.toThrow(RangeError)
})

test("the line has the colour and the width that are asked for", async () => {
  const row = async (options: Partial<DrawSegmentationsOptions>) => {
    const { rasters } = await draw({ panelSide: 120, ...options })
    return Array.from({ length: 120 }, (_, x) =>
      pixel({ ...rasters[0], data: rasters[0].data }, x, 40).join(),
    )
  }
  const count = (colors: readonly string[], color: string) => colors.filter((one) => one === color).length
  expect(count(await row({}), "255,255,255")).toBe(2)
  expect(count(await row({ width: 4 }), "255,255,255")).toBe(4)
  expect(count(await row({ color: [255, 220, 0] }), "255,220,0")).toBe(2)
})

test("tiles make a figure about one and a half times as wide as high, with no row nearly empty", () => {
  const panel = { width: 270, height: 180 }
  expect([1, 2, 3, 4, 5, 6, 7, 9, 12, 20].map((count) => columnsFor(count, panel))).toEqual([
    1, 2, 2, 2, 2, 3, 3, 3, 4, 5,
  ])
  expect([1, 2, 4, 20].map((count) => columnsFor(count, { width: 64, height: 270 }))).toEqual([1, 2, 2, 7])
})

test("missing segmentations and options out of range are refused", async () => {
  const options = { image, geometry, segmentations: [stripes(2)] }
  await expect(renderSegmentations({ ...options, segmentations: [] })).rejects.toThrow("at least one")
  await expect(renderSegmentations({ ...options, panelSide: 10 })).rejects.toThrow(
    "panelSide must be from 64 to 4096 pixels, got 10",
  )
  await expect(renderSegmentations({ ...options, scale: 9 })).rejects.toThrow(
    "scale must be from 0.5 to 8, got 9",
  )
  await expect(renderSegmentations({ ...options, columns: 0 })).rejects.toThrow(
    "columns must be at least 1, got 0",
  )
  await expect(
    renderSegmentations({ ...options, segmentations: [{ name: "x", labels: new Int32Array(9) }] }),
  ).rejects.toThrow("8 x 8 cells were expected, not 9")
})
