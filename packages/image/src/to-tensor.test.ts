import { expect, test } from "vitest"
import { pattern } from "../test/pictures.ts"
import { toGrey, toPixels } from "./picture.ts"
import { preset, withFit, type PresetOptions } from "./preprocessing.ts"
import { toTensor } from "./to-tensor.ts"

const pixels = toPixels(pattern(3, 2))
const tensor = (name: Parameters<typeof preset>[0], options: PresetOptions = {}) => [
  ...toTensor(pixels, preset(name, { width: 3, height: 2, ...options })),
]

function expectNear(actual: readonly number[], expected: readonly number[], tolerance = 1e-6) {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i])))
}

test("imagenet, channels first: the float32 numbers of numpy", () => {
  expectNear(
    tensor("imagenet"),
    [
      -2.1179039478302, -1.4842880964279175, -0.8506721258163452, -0.5595513582229614, 0.19393789768218994,
      0.9474270343780518, -1.107843041419983, -0.4600839912891388, 0.18767505884170532, 0.4852942228317261,
      1.255602240562439, 2.0259103775024414, 0.04305018484592438, 0.6879304647445679, 1.332810640335083,
      1.629106879234314, 2.395991325378418, -1.2989978790283203,
    ],
  )
})

test("caffe, channels last: blue first, 0 to 255 minus the mean", () => {
  const expected = [...pattern(3, 2).data].map((_, i, data) => {
    const channel = i % 3
    return data[i - channel + 2 - channel] - [103.939, 116.779, 123.68][channel]
  })
  expectNear(tensor("caffe", { layout: "nhwc" }), expected)
})

test("ranges", () => {
  const bytes = [...pattern(3, 2).data]
  expectNear(tensor("0-255", { layout: "nhwc" }), bytes)
  expectNear(
    tensor("0-1", { layout: "nhwc" }),
    bytes.map((value) => value / 255),
  )
  expectNear(
    tensor("inception", { layout: "nhwc" }),
    bytes.map((value) => value / 127.5 - 1),
  )
  expect(tensor("-1-1")).toEqual(tensor("inception"))
})

test("a grey model gets the luma of Pillow's L", () => {
  const grey = toGrey(pattern(3, 2))
  expect(grey.data.filter((_, i) => i % 3 === 0)).toEqual(Uint8Array.of(43, 80, 117, 134, 178, 193))
  const options = preset("0-255", { width: 3, height: 2, channels: "grey" })
  expectNear([...toTensor(toPixels(grey), options)], [43, 80, 117, 134, 178, 193])
})

test("bgr of an rgb preset turns its mean and deviation around too", () => {
  const { mean, std } = preset("imagenet", { channels: "bgr" })
  expect([mean, std]).toEqual([
    [0.406, 0.456, 0.485],
    [0.225, 0.224, 0.229],
  ])
})

test("presets say how they fit, and a fit that is given shows the image at the input's size", () => {
  expect(preset("imagenet")).toMatchObject({ fit: "crop", resizeTo: { width: 256, height: 256 }, width: 224 })
  expect(preset("imagenet", { width: 299 }).resizeTo).toEqual({ width: 342, height: 342 })
  expect(preset("imagenet", { fit: "stretch" }).resizeTo).toEqual({ width: 224, height: 224 })
  expect(withFit(preset("imagenet"), "pad")).toMatchObject({
    fit: "pad",
    resizeTo: { width: 224, height: 224 },
  })
  expect(withFit(preset("imagenet"), "crop").resizeTo.width).toBe(256)
  expect(preset("clip")).toMatchObject({ fit: "crop", resample: "bicubic" })
  expect(preset("0-1").fit).toBe("stretch")
})

test("one mean serves every channel; what makes no sense is refused", () => {
  expect(preset("0-1", { mean: [0.5] }).mean).toEqual([0.5, 0.5, 0.5])
  expect(() => preset("0-1", { std: [1, 0, 1] })).toThrow("std")
  expect(() => preset("0-1", { mean: [1, 2] })).toThrow("mean needs 3 numbers")
  expect(() => preset("0-1", { width: 2.5 })).toThrow("width")
  expect(() => preset("resnet" as "clip")).toThrow("it is one of imagenet")
  expect(() => toTensor(pixels, preset("0-1"))).toThrow("224 x 224")
})
