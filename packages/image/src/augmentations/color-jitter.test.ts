import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import type { Pixels } from "../picture.ts"
import { colorJitter } from "./color-jitter.ts"

const off = { brightness: 0, contrast: 0, saturation: 0, hue: 0 }
const seeds = Array.from({ length: 12 }, (_, seed) => seed)

/** Colours from 0.3 to 0.6, so that small changes do not reach black or white. */
function muted(): Pixels {
  const next = random(5)
  return { width: 8, height: 6, data: Float32Array.from({ length: 144 }, () => 0.3 + 0.3 * next()) }
}
const greys = ({ data }: Pixels) =>
  Array.from({ length: data.length / 3 }, (_, unit) => {
    const [red, green, blue] = data.subarray(unit * 3, unit * 3 + 3)
    return 0.2989 * red + 0.587 * green + 0.114 * blue
  })
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test("the same seed gives the same colours, another seed others; the map stays where it is", () => {
  const picture = muted()
  const before = picture.data.slice()
  const jitter = colorJitter({ seed: 3 })
  expect(jitter.forward(picture)).toEqual(colorJitter({ seed: 3 }).forward(picture))
  expect(jitter.forward(picture)).not.toEqual(colorJitter({ seed: 4 }).forward(picture))
  expect(picture.data).toEqual(before)
  expect(jitter.inverse([6, 8])).toBeNull()
})

test("brightness is one factor within its range, and all of the range is used", () => {
  const factors = seeds.map((seed) => {
    const [{ data: before }, { data: after }] = [
      muted(),
      colorJitter({ seed, ...off, brightness: 0.3 }).forward(muted()),
    ]
    const factor = after[0] / before[0]
    for (let i = 0; i < before.length; i++) expect(after[i] / before[i]).toBeCloseTo(factor, 5)
    return factor
  })
  expect(Math.min(...factors)).toBeGreaterThan(0.7 - 1e-6)
  expect(Math.max(...factors)).toBeLessThan(1.3 + 1e-6)
  expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.3)
})

test("contrast keeps the mean grey, saturation the grey of every pixel, hue the brightest channel", () => {
  for (const seed of seeds) {
    const contrast = colorJitter({ seed, ...off, contrast: 0.4 }).forward(muted())
    expect(mean(greys(contrast))).toBeCloseTo(mean(greys(muted())), 4)
    const saturation = colorJitter({ seed, ...off, saturation: 0.4 }).forward(muted())
    for (const [unit, grey] of greys(saturation).entries()) expect(grey).toBeCloseTo(greys(muted())[unit], 3)
    const hue = colorJitter({ seed, ...off, hue: 0.5 }).forward(muted())
    for (let i = 0; i < 144; i += 3) {
      const [before, after] = [muted(), hue].map(({ data }) => [...data.subarray(i, i + 3)])
      expect(Math.max(...after)).toBeCloseTo(Math.max(...before), 6)
      expect(Math.min(...after)).toBeCloseTo(Math.min(...before), 6)
    }
  }
})

test("hue turns red by the same angle one way as blue", () => {
  // Of pure colours, the second channel says the angle: a sixth of the circle takes red to yellow, blue to magenta.
  const pure: Pixels = { width: 3, height: 1, data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) }
  for (const seed of seeds) {
    const { data } = colorJitter({ seed, ...off, hue: 0.15 }).forward(pure)
    const [red, green, blue] = [data.subarray(0, 3), data.subarray(3, 6), data.subarray(6)]
    expect([red[0], green[1], blue[2]]).toEqual([1, 1, 1])
    expect(green[2]).toBeCloseTo(red[1], 6)
    expect(blue[0]).toBeCloseTo(red[1], 6)
    expect(Math.max(red[1], red[2])).toBeGreaterThan(0)
    expect(Math.max(red[1], red[2])).toBeLessThan(0.9 + 1e-6)
  }
})

test("grey stays grey, and nothing leaves 0 to 1", () => {
  const extreme: Pixels = { width: 2, height: 1, data: Float32Array.of(1, 1, 1, 0.5, 0.5, 0.5) }
  for (const seed of seeds) {
    const jitter = colorJitter({ seed, brightness: 1, contrast: 1, saturation: 1, hue: 0.5 })
    const { data } = jitter.forward(extreme)
    for (let i = 0; i < 6; i += 3) {
      expect(data[i + 1]).toBeCloseTo(data[i], 3)
      expect(data[i + 2]).toBeCloseTo(data[i], 3)
    }
    for (const value of jitter.forward(muted()).data) expect(value >= 0 && value <= 1).toBe(true)
  }
})

test("amounts out of range are refused", () => {
  expect(() => colorJitter({ seed: 0.5 })).toThrow("not 0.5")
  expect(() => colorJitter({ seed: 1, hue: 0.6 })).toThrow("hue is from 0 to 0.5, not 0.6")
  expect(() => colorJitter({ seed: 1, brightness: -1 })).toThrow("brightness")
  expect(() => colorJitter({ seed: 1, contrast: Number.NaN })).toThrow("contrast")
})
