import { overlay } from "@pami/figure"
import { expect, test } from "vitest"
import { cssColor, cutOff, layer } from "../../src/ui/logic/layer.ts"

const range = { min: 0, max: 1 }
const map = Float32Array.of(0, 0.5, 1, NaN)

test("over a grey image the layer shows what overlay saves", async () => {
  const grey = 120
  const image = { width: 4, height: 1, data: new Uint8Array(12).fill(grey) }
  const { data: saved } = await overlay(image, map, { ...range, opacity: 0.65 })
  const drawn = layer(map, { colorMap: "viridis", range, threshold: 0, opacity: 0.65 })
  for (let unit = 0; unit < 3; unit++)
    for (let channel = 0; channel < 3; channel++) {
      const alpha = drawn[unit * 4 + 3] / 255
      const seen = grey + (drawn[unit * 4 + channel] - grey) * alpha
      // Alpha has 8 bits: half a step of it, over the whole range of a colour, and a rounding.
      expect(Math.abs(seen - saved[unit * 3 + channel])).toBeLessThanOrEqual(1)
    }
})

test("what is unknown or beneath the threshold is transparent", () => {
  const drawn = layer(map, { colorMap: "viridis", range, threshold: 0.6, opacity: null })
  expect([3, 7, 11, 15].map((at) => drawn[at])).toEqual([0, 0, 255, 0])
})

test("a contrast is cut by magnitude: what speaks against stays", () => {
  const contrast = Float32Array.of(-1, 0.1, 1)
  const options = { colorMap: "blue-red", range: { min: -1, max: 1 }, threshold: 0.5, opacity: 1 } as const
  expect([...cutOff(contrast, options)]).toEqual([-1, NaN, 1])
})

test("a value has the colour that the layer gives it", () => {
  const [r, g, b] = layer(Float32Array.of(0.5), { colorMap: "viridis", range, threshold: 0, opacity: null })
  expect(cssColor(0.5, { colorMap: "viridis", range })).toBe(`rgb(${r} ${g} ${b})`)
})
