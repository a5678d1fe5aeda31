import { expect, test } from "vitest"
import { colorMapNames } from "../color-maps.ts"
import { contrast, inkOn, readable } from "./contrast.ts"
import { colorOf, hex, paletteOf, type Rgb } from "./palette.ts"

const rgb = (text: string) =>
  [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb

test("contrast is that of WCAG", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBe(21)
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2)
  expect(contrast([255, 0, 0], [255, 0, 0])).toBe(1)
})

test("letters can be read on every colour of every map", () => {
  for (const colorMap of [undefined, ...colorMapNames]) {
    const palette = paletteOf({ label: "a", map: Float32Array.of(0, 1), ...(colorMap && { colorMap }) })
    for (let level = 0; level < 256; level++) {
      const color = colorOf(palette, level)
      expect(contrast(rgb(inkOn(color)), color), `${colorMap} ${hex(color)}`).toBeGreaterThanOrEqual(readable)
    }
  }
})

test("letters can be read on any colour", () => {
  for (let grey = 0; grey < 256; grey++)
    expect(contrast(rgb(inkOn([grey, grey, grey])), [grey, grey, grey])).toBeGreaterThanOrEqual(readable)
})
