import type { Augmentation } from "@pami/core"
import { transformUnits } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { pattern } from "../../test/pictures.ts"
import { black } from "../masking.ts"
import { pictureInput } from "../picture-input.ts"
import type { Pixels } from "../picture.ts"
import { preset } from "../preprocessing.ts"
import { colorJitter } from "./color-jitter.ts"
import { flip } from "./flip.ts"
import { parseAugmentations } from "./parse-augmentations.ts"
import { rotate } from "./rotate.ts"
import { scale } from "./scale.ts"
import { shift } from "./shift.ts"
import { authorsShifts, shifts } from "./shifts.ts"

const square = { width: 224, height: 224 }
const inShort = (augmentations: readonly Augmentation<Pixels>[]) =>
  augmentations.map(({ name, settings }) => ({ name, settings }))
const distances = (augmentations: readonly Augmentation<Pixels>[]) =>
  augmentations.map(({ settings }) => [settings["x"], settings["y"]])

test("the authors' shifts are theirs at 224, and follow the sides elsewhere", () => {
  const theirs = [36, 30, 24].flatMap((far) => [
    [far, 0],
    [0, far],
    [-far, 0],
    [0, -far],
  ])
  expect(distances(authorsShifts(square))).toEqual(theirs)
  expect(authorsShifts(square).every(({ settings }) => settings["edge"] === "wrap")).toBe(true)
  expect(shifts(square).every(({ settings }) => settings["edge"] === "reflect")).toBe(true)
  expect(
    distances(shifts({ width: 448, height: 112 })).map(([x, y]) => [Number(x) / 2, Number(y) * 2]),
  ).toEqual(theirs)
  expect(distances(shifts({ width: 8, height: 2 })).flat()).toEqual([1, 0, -1, 0])
  expect(shifts({ width: 1, height: 1 })).toEqual([])
  expect(() => shifts({ width: 0, height: 3 })).toThrow("0 x 3")
})

test("a command line names augmentations", () => {
  const parse = (text: string) => inShort(parseAugmentations(text, square))
  expect(parse("none")).toEqual([])
  expect(parse("authors")).toEqual(inShort(authorsShifts(square)))
  expect(parse("shifts")).toEqual(inShort(shifts(square)))
  expect(parse("flip, shift:-12:+5,scale:1.2,jitter:7,flip-vertical")).toEqual(
    inShort([
      flip({ axis: "horizontal" }),
      shift({ x: -12, y: 5 }),
      scale({ factor: 1.2 }),
      colorJitter({ seed: 7 }),
      flip({ axis: "vertical" }),
    ]),
  )
  const turns = [rotate({ turns: 1 }), rotate({ turns: 2 }), rotate({ turns: 3 })]
  expect(parse("rotate")).toEqual(inShort(turns))
  expect(parse("rotate:2")).toEqual(inShort([turns[1]]))
})

test("names of copies tell them apart", () => {
  const all = parseAugmentations(
    "authors,shifts,flip,flip-vertical,rotate,scale:1.2,jitter:1,jitter:2",
    square,
  )
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

test.each([
  "",
  "mirror",
  "shift",
  "shift:1",
  "shift:a:2",
  "scale",
  "scale:1e0",
  "jitter:",
  "flip:1",
  "Authors",
])("%j is not known, and the message says what is", (text) => {
  expect(() => parseAugmentations(text, square)).toThrow(RangeError)
  expect(() => parseAugmentations(text, square)).toThrow(
    /is not known.*none, authors, shifts, shifts:COUNT, shift:X:Y/,
  )
})

test("what does not fit the image, is out of range or said twice is refused at once", () => {
  const wide = { width: 300, height: 200 }
  expect(() => parseAugmentations("rotate", wide)).toThrow("not 300 x 200")
  expect(parseAugmentations("rotate:2", wide)).toHaveLength(1)
  expect(() => parseAugmentations("shift:0:200", wide)).toThrow("leaves nothing of an image of 300 x 200")
  expect(() => parseAugmentations("rotate:4", square)).toThrow("not 4")
  expect(() => parseAugmentations("scale:9", square)).toThrow("not 9")
  expect(() => parseAugmentations("jitter:0.5", square)).toThrow("not 0.5")
  expect(() => parseAugmentations("none,flip", square)).toThrow("stands alone")
  expect(() => parseAugmentations("shifts,shift:36:0", square)).toThrow("shift by 36, 0 is named twice")
})

test("an augmentation of one's own is an object", async () => {
  // Swaps the upper and the lower half.
  const half = (data: Float32Array) => data.length / 2
  const swap: Augmentation<Pixels> = {
    name: "halves swapped",
    settings: {},
    forward: ({ width, height, data }) => {
      const swapped = new Float32Array(data.length)
      swapped.set(data.subarray(half(data)))
      swapped.set(data.subarray(0, half(data)), half(data))
      return { width, height, data: swapped }
    },
    inverse: ([height, width]) => ({
      sources: Int32Array.from({ length: width * height }, (_, unit) => (unit + 8) % 16),
    }),
  }
  const preprocessing = preset("0-1", { width: 4, height: 4 })
  const { input, pixels } = await pictureInput({
    picture: pattern(4, 4),
    preprocessing: { ...preprocessing, layout: "nhwc" },
    masking: black(),
    tensor: { name: "x", dtype: "float32", shape: [null, 4, 4, 3] },
    augmentations: [swap, flip({ axis: "vertical" })],
  })
  expect(input.variants!.map(({ name }) => name)).toEqual(["halves swapped", "flip, vertical"])
  const writer = input.open(1)
  await writer.load!(1)
  writer.preserve(0, Int32Array.of(0, 8), 1)
  expect(writer.feeds(1)["x"].data.subarray(0, 24)).toEqual(pixels.data.subarray(24))
  const top = Float64Array.from({ length: 16 }, (_, unit) => (unit < 8 ? 1 : 0))
  for (const { inverse } of input.variants!)
    expect(transformUnits(top, [4, 4], inverse!["image"])).toEqual(top.toReversed())
})

test("more shifts than the authors' are all different, and begin with theirs", () => {
  const names = (text: string) =>
    parseAugmentations(text, { width: 224, height: 224 }).map(({ name }) => name)
  const many = names("shifts:60")
  expect(new Set(many).size).toBe(60)
  expect(many.slice(0, 12)).toEqual(names("shifts"))
  expect(names("shifts:3")).toEqual(many.slice(0, 3))
})
