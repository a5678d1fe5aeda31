import { probabilityScale, valueScale } from "@pami/core"
import type { Geometry } from "@pami/image"
import { expect, test } from "vitest"
import { pixel, plain } from "../test/images.ts"
import { recordingTools } from "../test/tools.ts"
import { colorTable } from "./color-maps.ts"
import { drawFigure, type DrawFigureOptions, type FigureTarget } from "./draw-figure.ts"

/** The geometry of an image whose grid covers all of it but for these margins. */
function geometryOf(
  width: number,
  height: number,
  cut: Partial<Record<"left" | "top" | "right" | "bottom", number>>,
): Geometry {
  const { left = 0, top = 0, right = 0, bottom = 0 } = cut
  return {
    grid: { width: 2, height: 2 },
    picture: { width, height },
    covers: { x: left, y: top, width: width - left - right, height: height - top - bottom },
    shows: { x: 0, y: 0, width: 2, height: 2 },
  }
}

const map = Float32Array.of(0.1, 0.2, 0.3, 0.4)
const cat: FigureTarget = { label: "tabby, tabby cat", score: 0.75, map }
const versus: FigureTarget = {
  label: "tabby, tabby cat",
  versus: "lynx, catamount <b>",
  map: map.map((value) => value - 0.3),
}

async function draw(
  options: Partial<DrawFigureOptions> & { readonly width?: number; readonly height?: number },
) {
  const { width = 40, height = 30, ...rest } = options
  const { rasters, tools } = recordingTools()
  const svg = await drawFigure(
    {
      image: plain(width, height, [40, 110, 60]),
      geometry: geometryOf(width, height, {}),
      targets: [cat],
      title: "Why?",
      scoreScale: probabilityScale,
      panelSide: 64,
      ...rest,
    },
    tools,
  )
  return { svg, rasters }
}

/** Returns a drawing with one element a line, and without the cells of colour bars, which are tested below. */
const readable = (svg: string) =>
  svg
    .replaceAll(
      /(?:<rect y="[\d.]+" width="14" height="[\d.]+" fill="rgb\([\d,]+\)"\/>)+/g,
      "<!-- colours -->",
    )
    .replaceAll("><", ">\n<")

test("a figure with everything lies as in the drawing", async () => {
  const { svg } = await draw({
    height: 120,
    panelSide: 150,
    geometry: geometryOf(40, 120, { top: 20 }),
    title: "Why “tabby”?",
    subtitle: "model.onnx · cat.png",
    targets: [cat, versus],
    predictions: [
      { label: "tabby, tabby cat 猫", score: 0.75, explained: true },
      { label: "a label that takes more room than the list has", score: 0.2 },
      { label: "lynx", score: 0 },
    ],
    footer: [`Sliding window, ${"1,444 forward passes, ".repeat(6)}done`, "Second paragraph"],
  })
  await expect(readable(svg)).toMatchFileSnapshot("../test/drawings/figure.svg")
})

test("a figure with nothing but a map of values lies as in the drawing", async () => {
  const { svg } = await draw({
    width: 200,
    panelSide: 300,
    scoreScale: valueScale,
    targets: [{ label: "cat", map: new Float32Array(4).fill(0.5), unit: "logit" }],
    predictions: [
      { label: "cat", score: 8, explained: true },
      { label: "dog", score: 2 },
      { label: "cow", score: -3 },
    ],
  })
  await expect(readable(svg)).toMatchFileSnapshot("../test/drawings/figure-of-values.svg")
})

test("without predictions, subtitle and footer, nothing takes their place", async () => {
  const { svg } = await draw({ panelSide: 130 })
  await expect(readable(svg)).toMatchFileSnapshot("../test/drawings/plain-figure.svg")
  // Where a panel is higher than the colour bar, the figure ends below it.
  expect((await draw({ height: 80, panelSide: 200 })).svg).toContain('height="322"')
  const long = await draw({ panelSide: 130, footer: ["One line"] })
  await expect(readable(long.svg)).toMatchFileSnapshot("../test/drawings/figure-with-footer.svg")
})

test("a colour bar runs from the first colour at its foot to the last at its top", async () => {
  const { svg } = await draw({})
  const cells = [
    ...svg.matchAll(/<rect y="([\d.]+)" width="14" height="([\d.]+)" fill="rgb\(([\d,]+)\)"\/>/g),
  ]
  expect(cells).toHaveLength(256)
  const table = colorTable("viridis")
  for (const [index, [, top, height, color]] of cells.entries()) {
    expect(color).toBe(table.subarray(3 * (255 - index), 3 * (256 - index)).join())
    expect(Number(top)).toBeCloseTo((index * 120) / 256, 1)
    // Each overlaps the next, none sticks out.
    expect(Number(height)).toBeCloseTo(index === 255 ? 120 / 256 : 240 / 256, 1)
  }
})

test("rasters have the pixels that detail asks for: overlay and map of each target, then the input", async () => {
  const sizes = async (options: Parameters<typeof draw>[0]) =>
    (await draw(options)).rasters.map(({ width, height, channels }) => [width, height, channels])
  expect(await sizes({})).toEqual([
    [128, 96, 3],
    [128, 96, 4],
    [128, 96, 3],
  ])
  expect(await sizes({ detail: 1, targets: [cat, versus] })).toEqual([
    [64, 48, 3],
    [64, 48, 4],
    [64, 48, 3],
    [64, 48, 4],
    [64, 48, 3],
  ])
  expect((await sizes({ width: 400, height: 4, detail: 8 }))[0]).toEqual([512, 64, 3])
  expect((await sizes({ width: 4, height: 400, panelSide: 65, detail: 1.5 }))[0]).toEqual([12, 98, 3])
})

test("maps have the colours of their target: green and yellow, blue and red for a contrast, or what it asks for", async () => {
  const corners = async (target: FigureTarget) => {
    const { rasters } = await draw({ targets: [target], detail: 1 })
    const { data, width } = rasters[1]
    return [0, width * 48 - 1].map((at) => [...data.subarray(4 * at, 4 * at + 3)])
  }
  const ends = (name: Parameters<typeof colorTable>[0]) => {
    const table = colorTable(name)
    return [[...table.subarray(0, 3)], [...table.subarray(765)]]
  }
  expect(await corners(cat)).toEqual(ends("viridis"))
  expect(await corners({ ...cat, colorMap: "magma" })).toEqual(ends("magma"))
  expect((await corners(versus))[0]).not.toEqual(ends("viridis")[0])
  expect(await corners({ ...versus, min: -0.2, max: 0.1 })).toEqual(ends("blue-red"))
  const [low, high] = ends("viridis")
  expect(await corners({ ...cat, min: 0.4, max: 9 })).toEqual([low, low])
  expect((await corners({ ...cat, min: 0, max: 0.1 }))[0]).toEqual(high)
  expect((await corners({ ...cat, min: -100 }))[0]).not.toEqual(low)
  expect((await corners({ ...cat, max: 100 }))[1]).not.toEqual(high)
})

test("the overlay has the opacity that is asked for", async () => {
  const corner = async (opacity?: number) => {
    const { rasters } = await draw({ detail: 1, ...(opacity === undefined ? {} : { opacity }) })
    const [{ width, height, data }] = rasters
    return pixel({ width, height, data }, width - 1, height - 1)
  }
  expect(await corner(1)).toEqual([253, 231, 37])
  expect(await corner(0)).toEqual([40, 110, 60])
  expect(await corner()).toEqual(await corner(0.65))
})

test("the figure explains the hatching if more than half a pixel of the image is outside the grid", async () => {
  for (const side of ["left", "top", "right", "bottom"] as const)
    for (const [cut, isSaid] of [
      [0, false],
      [0.5, false],
      [0.625, true],
    ] as const) {
      const { svg } = await draw({ geometry: geometryOf(40, 30, { [side]: cut }) })
      expect(svg.includes('aria-label="outside'), `${side} ${cut}`).toBe(isSaid)
    }
})

test("the text beside the colour bar is the unit of the scores and the first synonym", async () => {
  const labels = async (options: Parameters<typeof draw>[0]) =>
    [...(await draw(options)).svg.matchAll(/aria-label="([^"]*)"/g)].map(([, text]) => text)
  expect(await labels({})).toContain("probability of tabby")
  expect(await labels({ targets: [versus] })).toContain("probability of tabby − lynx")
  expect(await labels({ targets: [versus] })).toContain("tabby, tabby cat versus lynx, catamount &lt;b&gt;")
  expect(await labels({ scoreScale: { unit: "log-probability" } })).toContain("log probability of tabby")
  expect(await labels({ targets: [{ ...cat, unit: "bits" }] })).toContain("bits")
})

test("the box of each target lies on the image: thick on its row, thin on the others and on the input", async () => {
  // The grid shows all but 10 pixels on the left and 5 at the top of an image of 40 x 30: a cell is 15 x 12.5 of them. A
  // panel shows a pixel of the image as 1.6.
  const { svg } = await draw({
    geometry: geometryOf(40, 30, { left: 10, top: 5 }),
    targets: [
      { ...cat, box: { x: 1, y: 0, width: 1, height: 1 } },
      { ...cat, box: { x: -2, y: 1, width: 2.5, height: 9 } },
      cat,
      { ...cat, box: { x: 5, y: 0, width: 1, height: 1 } },
    ],
  })
  const [input, row] = [...svg.matchAll(/<image href="[^"]*" x="(\d+)" y="(\d+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }))
  const drawn = [
    ...svg.matchAll(
      /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="none" stroke="#fff" stroke-width="([\d.]+)"/g,
    ),
  ].map((found) => found.slice(1).map(Number))
  const at = ({ x, y }: { x: number; y: number }, box: number[], width: number) => [
    Number((x + box[0]).toFixed(2)),
    Number((y + box[1]).toFixed(2)),
    box[2],
    box[3],
    width,
  ]
  const [first, second] = [
    [40, 8, 24, 20],
    // Without what lies outside of the image.
    [0, 28, 28, 20],
  ]
  expect(drawn.slice(0, 4)).toEqual([
    at(input, first, 1),
    at(input, second, 1),
    at(row, second, 1),
    at(row, first, 2.5),
  ])
  // Two on the input and on each of the four rows; the last lies outside.
  expect(drawn).toHaveLength(10)
  expect(drawn.filter(([, , , , width]) => width === 2.5)).toHaveLength(2)
})

test("options at their limits are accepted, beyond them refused", async () => {
  await expect(draw({ targets: [] })).rejects.toThrow(RangeError)
  for (const options of [
    { panelSide: 64 },
    { panelSide: 4096, detail: 1, width: 4000, height: 1 },
    { detail: 1 },
    { detail: 8 },
  ])
    await expect(draw(options)).resolves.toBeDefined()
  for (const options of [
    { panelSide: 63 },
    { panelSide: 4097 },
    { detail: 0.9 },
    { detail: 9 },
    { detail: NaN },
  ])
    await expect(draw(options)).rejects.toThrow(RangeError)
})
