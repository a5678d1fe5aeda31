import type { Augmentation } from "@pami/core"
import { random, transformUnits } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { pattern } from "../../test/pictures.ts"
import { toPixels, type Pixels } from "../picture.ts"
import { flip } from "./flip.ts"
import { rotate } from "./rotate.ts"
import { scale } from "./scale.ts"
import { shift } from "./shift.ts"

const noise = (width: number, height: number, seed = 1): Pixels => {
  const next = random(seed)
  return { width, height, data: Float32Array.from({ length: width * height * 3 }, () => next()) }
}
/** The red of every pixel, as a map of the same numbers. */
const redOf = ({ data }: Pixels) =>
  Float64Array.from({ length: data.length / 3 }, (_, unit) => data[unit * 3])
const ones = (length: number) => new Float64Array(length).fill(1)
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
const rowsOf = (pixels: Pixels) =>
  Array.from({ length: pixels.height }, (_, y) =>
    [...redOf(pixels).subarray(y * pixels.width, (y + 1) * pixels.width)].map((value) =>
      Math.round(value * 255),
    ),
  )
/** 1 2 3 4 / 5 6 7 8 / ..., in bytes. */
const counting = (width: number, height: number) =>
  toPixels({ width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => i / 3 + 1) })

test("content moves right and down by what was asked", () => {
  const moved = shift({ x: 1, y: 1, edge: "wrap" }).forward(counting(4, 3))
  expect(rowsOf(moved)).toEqual([
    [12, 9, 10, 11],
    [4, 1, 2, 3],
    [8, 5, 6, 7],
  ])
})

test("what a shift uncovers is the mirror image, its outermost pixel not doubled", () => {
  expect(rowsOf(shift({ x: 2, y: 0 }).forward(counting(5, 2)))).toEqual([
    [3, 2, 1, 2, 3],
    [8, 7, 6, 7, 8],
  ])
  expect(rowsOf(shift({ x: 0, y: -1 }).forward(counting(3, 3)))).toEqual([
    [4, 5, 6],
    [7, 8, 9],
    [4, 5, 6],
  ])
})

test("flips and turns, as on paper", () => {
  const flat = (augmentation: Augmentation<Pixels>) => rowsOf(augmentation.forward(counting(2, 2))).flat()
  expect(flat(flip({ axis: "horizontal" }))).toEqual([2, 1, 4, 3])
  expect(flat(flip({ axis: "vertical" }))).toEqual([3, 4, 1, 2])
  expect(flat(rotate({ turns: 1 }))).toEqual([2, 4, 1, 3])
  expect(flat(rotate({ turns: 2 }))).toEqual([4, 3, 2, 1])
  expect(flat(rotate({ turns: 3 }))).toEqual([3, 1, 4, 2])
})

const lossless: [Augmentation<Pixels>, number, number][] = [
  [shift({ x: 3, y: -2, edge: "wrap" }), 9, 7],
  [shift({ x: -20, y: 15, edge: "wrap" }), 9, 7],
  [flip({ axis: "horizontal" }), 9, 7],
  [flip({ axis: "vertical" }), 9, 7],
  [rotate({ turns: 2 }), 9, 7],
  [rotate({ turns: 1 }), 8, 8],
  [rotate({ turns: 3 }), 8, 8],
]

/** Returns a map of the augmented image as one of the image. */
function back(augmentation: Augmentation<Pixels>, map: Float64Array, shape: readonly number[]): Float64Array {
  return transformUnits(map, shape, augmentation.inverse(shape)!)
}

test.each(lossless)("$name there and back again changes nothing", (augmentation, width, height) => {
  const picture = noise(width, height)
  const copy = augmentation.forward(picture)
  expect([copy.width, copy.height]).toEqual([width, height])
  expect(copy.data).not.toEqual(picture.data)
  expect(back(augmentation, redOf(copy), [height, width])).toEqual(redOf(picture))
})

test("of a reflected shift, what stayed in the frame comes back and the rest is 0", () => {
  const next = random(7)
  for (let round = 0; round < 30; round++) {
    const [width, height] = [3 + Math.floor(next() * 9), 3 + Math.floor(next() * 9)]
    const x = Math.floor(next() * (2 * width - 1)) - width + 1
    const y = Math.floor(next() * (2 * height - 1)) - height + 1
    const augmentation = shift({ x, y })
    const picture = noise(width, height, round)
    const brought = back(augmentation, redOf(augmentation.forward(picture)), [height, width])
    const stayed = redOf(picture).map((value, unit) => {
      const [column, row] = [(unit % width) + x, Math.floor(unit / width) + y]
      return column >= 0 && column < width && row >= 0 && row < height ? value : 0
    })
    expect(brought).toEqual(stayed)
    const count = back(augmentation, ones(width * height), [height, width])
    expect(sum(count)).toBe((width - Math.abs(x)) * (height - Math.abs(y)))
  }
})

test.each([0.5, 0.8, 1, 1.3, 2])("scale by %s: every unit that is seen counts once", (factor) => {
  const [width, height] = [31, 20]
  const count = back(scale({ factor }), ones(width * height), [height, width])
  for (let unit = 0; unit < count.length; unit++) {
    // A unit is seen when its centre is in the middle 1 / factor of the image.
    const across = Math.abs((unit % width) - (width - 1) / 2) * factor
    const down = Math.abs(Math.floor(unit / width) - (height - 1) / 2) * factor
    expect(count[unit]).toBe(across <= width / 2 && down <= height / 2 ? 1 : 0)
  }
})

test.each([0.5, 0.8, 1.3, 2])("scale by %s brings a slope back where it was", (factor) => {
  const [width, height] = [40, 28]
  const slope = Float32Array.from(
    { length: width * height * 3 },
    (_, i) => 0.1 + 0.01 * (Math.floor(i / 3) % width) + 0.012 * Math.floor(i / 3 / width),
  )
  const picture = { width, height, data: slope }
  const augmentation = scale({ factor })
  const copy = augmentation.forward(picture)
  expect(copy.data).not.toEqual(picture.data)
  const brought = back(augmentation, redOf(copy), [height, width])
  const [straight, margin] = [redOf(picture), Math.ceil(2 + (width / 2) * Math.max(0, 1 - 1 / factor))]
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++)
      expect(brought[y * width + x]).toBeCloseTo(straight[y * width + x], 5)
})

test("scale enlarges about the centre; made smaller, the image is met by its mirror image", () => {
  const dot = toPixels({ width: 9, height: 9, data: new Uint8Array(243).fill(255, 120, 123) })
  const enlarged = redOf(scale({ factor: 2 }).forward(dot))
  expect(enlarged[40]).toBe(1)
  expect(sum(enlarged)).toBeCloseTo(4, 5)
  const row = rowsOf(scale({ factor: 0.5 }).forward(counting(9, 1)))[0]
  expect(row).toEqual([5, 3, 1, 3, 5, 7, 9, 7, 5])
  expect(scale({ factor: 1 }).forward(noise(6, 5))).toEqual(noise(6, 5))
})

test("the filler around a smaller image is worth nothing on the way back", () => {
  const [width, height] = [21, 21]
  // The copy's middle 10.5 units are the image; everything else is filler, marked with a huge score.
  const marked = ones(width * height).fill(1e6)
  for (let y = 5; y <= 15; y++) marked.fill(1, y * width + 5, y * width + 16)
  expect(back(scale({ factor: 0.5 }), marked, [height, width])).toEqual(ones(width * height))
})

test.each([shift({ x: 3, y: -2 }), scale({ factor: 0.7 }), scale({ factor: 1.6 }), rotate({ turns: 1 })])(
  "$name: the map of a sum is the sum of the maps",
  (augmentation) => {
    const units = [12, 12]
    const [a, b] = [redOf(noise(12, 12, 3)), redOf(noise(12, 12, 4))]
    const [backA, backB] = [back(augmentation, a, units), back(augmentation, b, units)]
    const both = back(
      augmentation,
      a.map((value, unit) => 3 * value - b[unit]),
      units,
    )
    for (let unit = 0; unit < both.length; unit++)
      expect(both[unit]).toBeCloseTo(3 * backA[unit] - backB[unit], 12)
  },
)

test("what cannot be done is refused with numbers", () => {
  const picture = toPixels(pattern(6, 4))
  expect(() => rotate({ turns: 1 }).forward(picture)).toThrow("90 degrees, not 6 x 4")
  expect(() => rotate({ turns: 3 }).inverse([4, 6])).toThrow(RangeError)
  expect(() => rotate({ turns: 4 as 3 })).toThrow("not 4")
  expect(() => shift({ x: 6, y: 0 }).forward(picture)).toThrow("a shift by 6, 0 leaves nothing")
  expect(() => shift({ x: 1.5, y: 0 })).toThrow("1.5, 0")
  expect(() => shift({ x: 1, y: 0, edge: "black" as "wrap" })).toThrow("reflect, wrap, not black")
  expect(() => scale({ factor: 3 })).toThrow("not 3")
  expect(() => scale({ factor: Number.NaN })).toThrow(RangeError)
  expect(() => flip({ axis: "both" as "vertical" })).toThrow("not both")
  expect(() => flip({ axis: "vertical" }).inverse([24])).toThrow("[24]")
  expect(() => flip({ axis: "vertical" }).forward({ ...picture, width: 7 })).toThrow(RangeError)
})
