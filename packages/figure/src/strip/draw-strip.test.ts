import { probabilityScale } from "@pami/core"
import type { Geometry } from "@pami/image"
import { expect, test } from "vitest"
import { plain } from "../../test/images.ts"
import { recordingTools } from "../../test/tools.ts"
import { drawStrip, type DrawStripOptions } from "../index.ts"

const image = plain(40, 30, [40, 110, 60])
const geometry: Geometry = {
  grid: { width: 2, height: 2 },
  picture: image,
  covers: { x: 0, y: 0, width: 40, height: 30 },
  shows: { x: 0, y: 0, width: 2, height: 2 },
}
const word = (label: string, depends = true) => ({
  label,
  score: 0.5,
  map: Float32Array.of(0.1, 0.2, 0.3, 0.4),
  depends,
})

async function draw(options: Partial<DrawStripOptions> = {}) {
  const { rasters, tools } = recordingTools()
  const targets = [word("a", false), word("red"), word("ball")]
  const svg = await drawStrip(
    {
      image,
      geometry,
      targets,
      title: "Why?",
      scoreScale: probabilityScale,
      panelSide: 128,
      detail: 1,
      ...options,
    },
    tools,
  )
  const texts = Array.from(svg.matchAll(/aria-label="([^"]*)"/g), ([, text]) => text)
  const tiles = Array.from(
    svg.matchAll(/<image href="[^"]*" x="([\d.]+)" y="([\d.]+)" width="64"/g),
    ([, x, y]) => ({ x: Number(x), y: Number(y) }),
  )
  return { svg, rasters, texts, tiles }
}

test("the image comes once, and each word has its map in reading order", async () => {
  const { texts, tiles, svg, rasters } = await draw({
    subtitle: "a.png",
    footer: ["Seed 1."],
    predictions: [{ label: "a red ball", score: 0.4 }],
  })
  expect(texts.filter((text) => ["a", "red", "ball"].includes(text))).toEqual(["a", "red", "ball"])
  expect(tiles).toHaveLength(3)
  expect(tiles.map(({ x }) => x)).toEqual(tiles.map(({ x }) => x).toSorted((a, b) => a - b))
  expect(new Set(tiles.map(({ y }) => y)).size).toBe(1)
  expect(svg.match(/<image /g)).toHaveLength(4)
  expect(rasters.map(({ width }) => width)).toEqual([64, 64, 64, 128])
  for (const text of ["Why?", "a.png", "a red ball", "Seed 1.", "50.0 %", "0.1 to 0.4"])
    expect(texts).toContain(text)
})

test("a word that does not depend on the image has a grey image without colours and no range", async () => {
  const { rasters, texts } = await draw()
  const isGrey = ({ data }: { data: Uint8Array }) => data.every((value, at) => value === data[at - (at % 3)])
  expect(rasters.slice(0, 3).map(isGrey)).toEqual([true, false, false])
  expect(texts.filter((text) => text === "0.1 to 0.4")).toHaveLength(2)
  expect(texts.join(" ")).toContain("Grey: the word does not depend on the image.")
  expect((await draw({ targets: [word("red")] })).texts.join()).not.toContain("Grey")
})

test("many words wrap into rows, and those beyond the most are counted", async () => {
  const { tiles, texts } = await draw({
    targets: Array.from({ length: 25 }, (_, i) => word(`w${i}`)),
    most: 20,
  })
  expect(tiles).toHaveLength(20)
  expect(new Set(tiles.map(({ y }) => y)).size).toBe(3)
  expect(texts.join()).toContain("The first 20 of 25 words.")
})

test("an Arabic caption runs from right to left", async () => {
  const { tiles } = await draw({ targets: [word("كرة"), word("حمراء")] })
  expect(tiles[0].x).toBeGreaterThan(tiles[1].x)
})

test("options out of range and maps of another size are refused", async () => {
  for (const wrong of [
    { targets: [] },
    { most: 0 },
    { panelSide: 10 },
    { detail: 0 },
    { targets: [{ label: "a", map: new Float32Array(3) }] },
  ])
    await expect(draw(wrong)).rejects.toThrow(RangeError)
})
