import type { DType, TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { guessPreprocessing } from "./guess-preprocessing.ts"

const info = (shape: TensorInfo["shape"], dtype: DType = "float32", name = "input"): TensorInfo => ({
  name,
  dtype,
  shape,
})
const values = (shape: TensorInfo["shape"], dtype?: DType) => {
  const { layout, size, channels, preset } = guessPreprocessing([info(shape, dtype)])
  return [layout.value, size.value.width, size.value.height, channels.value, preset.value]
}

test.each([
  [[null, 3, 224, 224], "float32", ["nchw", 224, 224, "rgb", "imagenet"]],
  [[1, 3, 480, 640], "float16", ["nchw", 640, 480, "rgb", "imagenet"]],
  [[null, 299, 299, 3], "float32", ["nhwc", 299, 299, "rgb", "-1-1"]],
  [[null, 224, 224, 3], "uint8", ["nhwc", 224, 224, "rgb", "0-255"]],
  [[null, 1, 28, 28], "float32", ["nchw", 28, 28, "grey", "0-1"]],
  [[null, 3, null, null], "float32", ["nchw", 224, 224, "rgb", "imagenet"]],
  [[null, null, null, 3], "float32", ["nhwc", 224, 224, "rgb", "-1-1"]],
  [[null, 3, 96, null], "float32", ["nchw", 96, 96, "rgb", "imagenet"]],
  [[null, null, null, null], "float32", ["nchw", 224, 224, "rgb", "imagenet"]],
  [[null, null, 64, 64], "float32", ["nchw", 64, 64, "rgb", "imagenet"]],
] as const)("%j %s", (shape, dtype, expected) => {
  expect(values(shape, dtype)).toEqual(expected)
})

test("every guess says why", () => {
  const guess = guessPreprocessing([info([null, 3, null, null])])
  for (const { why } of Object.values(guess)) expect(why.length).toBeGreaterThan(8)
  expect(guess.size.why).toContain("free: 224")
})

test("an input larger than any image is refused, with the number and the limit", () => {
  for (const shape of [
    [1, 3, 40_000_000, 16],
    [null, 6000, 6000, 3],
  ])
    expect(() => guessPreprocessing([info(shape)])).toThrow(
      expect.objectContaining({
        code: "SHAPE_MISMATCH",
        message: expect.stringMatching(/000.*8192.*16777216/),
      }),
    )
})

test("grey images may have no axis of channels, or be a row of numbers", () => {
  const planes = guessPreprocessing([info([null, 32, 48])])
  expect(planes).toMatchObject({ channels: { value: "grey" }, size: { value: { width: 48, height: 32 } } })
  const row = guessPreprocessing([info([null, 1024], "uint8"), info([null, 3], "float32", "age")])
  expect(row).toMatchObject({ channels: { value: "grey" }, size: { value: { width: 32, height: 32 } } })
  expect(row.channels.why).toBe("no axis of channels")
  // Beside a whole image, or as tokens, it is none.
  const both = guessPreprocessing([info([null, 64, 64], "float32", "mask"), info([null, 3, 64, 64])])
  expect(both.input.value).toBe("input")
  expect(() => guessPreprocessing([info([null, 64], "int64")])).toThrow(
    /the model has input int64 \[N, 64\]\.$/,
  )
  expect(() => guessPreprocessing([info([null, 3 * 32 * 32])])).toThrow(
    "export the model so that it takes [N, 3, 32, 32]",
  )
})

test("the image is distinguished from a mask and other inputs; two images need a choice", () => {
  const pixels = info([null, 3, 224, 224], "float32", "pixel_values")
  const other = info([null, 3, 32, 32], "float32", "thumbnail")
  expect(guessPreprocessing([info([null, 77], "int64", "ids"), pixels]).input).toEqual({
    value: "pixel_values",
    why: "the only one of 2 inputs with the shape of an image",
  })
  const code = (name: string) => expect.objectContaining({ code: name })
  expect(() => guessPreprocessing([pixels, other])).toThrow(code("INPUT_NOT_CHOSEN"))
  expect(guessPreprocessing([pixels, other], { name: "thumbnail" }).size.value.width).toBe(32)
  expect(() => guessPreprocessing([pixels], { name: "image" })).toThrow(code("INPUT_NOT_FOUND"))
})

test.each([[[null, 77]], [[null, 2, 8, 8]], [[null, 4, 64, 64]], [[null, 16000, 1]]])(
  "%j is not an image",
  (shape) => {
    expect(() => guessPreprocessing([info(shape)])).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    )
    expect(() => guessPreprocessing([info(shape)], { name: "input" })).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    )
  },
)
