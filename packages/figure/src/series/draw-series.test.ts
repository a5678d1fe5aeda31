import { probabilityScale } from "@pami/core"
import { expect, test } from "vitest"
import { recordingTools } from "../../test/tools.ts"
import { curveOf } from "./curve.ts"
import { drawSeries, type DrawSeriesOptions } from "./draw-series.ts"
import { heatOf, spectrogramOf } from "./heat.ts"

const series = { data: Float32Array.of(1, 2, 4, 3, 2, 1), length: 6, channels: 1 }
const map = Float32Array.of(0, 0, 0.9, 0.1, 0, 0)

async function draw(options: Partial<DrawSeriesOptions> = {}) {
  const { rasters, tools } = recordingTools()
  const targets = [{ label: "spring", score: 0.93, map }]
  const svg = await drawSeries(
    {
      series,
      targets,
      title: "Why spring?",
      scoreScale: probabilityScale,
      panelSide: 90,
      detail: 1,
      ...options,
    },
    tools,
  )
  const texts = [...svg.matchAll(/aria-label="([^"]*)"/g)].map(([, text]) => text)
  return { svg, rasters, texts }
}

test("a curve lies over its map, over steps or over seconds from the start", async () => {
  const { svg, rasters, texts } = await draw({
    predictions: [{ label: "spring", score: 0.93 }],
    footer: ["Seed 1."],
  })
  expect(rasters.map(({ width, height }) => [width, height])).toEqual([[90, 1]])
  expect(svg.match(/<path transform[^>]* d="(M[^"]*)"/)![1].split("L")).toHaveLength(6)
  for (const text of ["Why spring?", "spring   93.0 %", "step", "probability of spring", "Seed 1."])
    expect(texts).toContain(text)
  const timed = await draw({ series: { ...series, rate: 2 }, start: 10 })
  expect(timed.texts).toContain("seconds")
  expect(timed.texts).toEqual(expect.arrayContaining(["10", "12"]))
})

test("the last colour is where the map is highest, and the first, pale, where it is lowest", async () => {
  const { data, width } = await heatOf(
    map,
    { length: 6, hop: 1, width: 60 },
    { colorMap: "viridis", opacity: 0.8 },
  )
  const yellow = Array.from({ length: width }, (_, x) => data[3 * x] - data[3 * x + 2])
  expect([yellow.findIndex((value) => value > 100), yellow.findLastIndex((value) => value > 100)]).toEqual([
    20, 29,
  ])
  // More white than violet.
  expect(Math.min(...data.subarray(0, 60))).toBeGreaterThan(128)
})

test("a shorter last unit is narrower", async () => {
  const { data } = await heatOf(Float32Array.of(0, 1), { length: 5, hop: 4, width: 50 }, { opacity: 1 })
  const dark = Array.from({ length: 50 }, (_, x) => data[3 * x + 2] < 128)
  expect([dark.indexOf(true), dark.slice(40).every(Boolean)]).toEqual([40, true])
})

test("many steps in a pixel are drawn from the lowest to the highest, so that no peak is lost", () => {
  const data = new Float32Array(10_000)
  data[5005] = 9
  const { path } = curveOf({ data, length: 10_000, channels: 1 }, 0, { width: 100, height: 50 })
  const heights = path
    .slice(1)
    .split("L")
    .map((point) => point.split(",").map(Number))
  expect(heights).toHaveLength(200)
  const top = heights.toSorted((a, b) => a[1] - b[1])[0]
  expect([Math.floor(top[0]), top[1] < 5]).toEqual([50, true])
})

test("channels have their own panels, maps and names; the least important are left out", async () => {
  const three = { data: new Float32Array(18), length: 6, channels: 3, names: ["x", "y", "z"] }
  const own = new Float32Array(18)
  own[4] = 0.5
  own[8] = 0.9
  const whole = await draw({ series: three, channels: 2 })
  expect([whole.rasters.length, whole.texts.filter((text) => "xyz".includes(text))]).toEqual([2, ["x", "y"]])
  const apart = await draw({ series: three, channels: 2, targets: [{ label: "run", map: own }] })
  expect(apart.texts.filter((text) => "xyz".includes(text))).toEqual(["y", "z"])
})

test("a spectrogram has its map over it, low frequencies at the foot", async () => {
  const bands = [
    [0, 200],
    [200, 1000],
  ] as const
  const levels = Float32Array.of(-90, -90, 0, -90, -90, -90, -90, -90)
  const over = new Float32Array(8)
  over[2] = 1
  const { data } = await spectrogramOf({ levels, bands }, over, { width: 40, height: 20 }, { opacity: 1 })
  const brightness = (x: number, y: number) => data[3 * (y * 40 + x)] + data[3 * (y * 40 + x) + 1]
  expect(brightness(15, 17)).toBeGreaterThan(400)
  expect(brightness(15, 3)).toBeLessThan(150)
  const drawn = await draw({
    series: { ...series, rate: 2 },
    spectrogram: { levels, bands },
    targets: [{ label: "a", map: over }],
  })
  expect(drawn.texts).toEqual(expect.arrayContaining(["100", "seconds"]))
  expect(drawn.svg).not.toContain("stroke-linejoin")
})

test("maps of other units, figures without a target and options out of range are refused", async () => {
  await expect(draw({ targets: [] })).rejects.toThrow("at least one target")
  await expect(draw({ targets: [{ label: "a", map: new Float32Array(5) }] })).rejects.toThrow(
    "6 values, not 5",
  )
  for (const wrong of [
    { hop: 0 },
    { panelSide: 10 },
    { detail: 0 },
    { channels: 0 },
    { series: { ...series, length: 5 } },
  ])
    await expect(draw(wrong)).rejects.toThrow(RangeError)
})
