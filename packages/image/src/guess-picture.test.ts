import type { DType, TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { guessPicture } from "./guess-picture.ts"

const info = (shape: TensorInfo["shape"], dtype: DType = "float32", name = "input"): TensorInfo => ({
  name,
  dtype,
  shape,
})
const values = (shape: TensorInfo["shape"], dtype?: DType) => {
  const { layout, size, channels, preset } = guessPicture([info(shape, dtype)])
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
  const guess = guessPicture([info([null, 3, null, null])])
  for (const { why } of Object.values(guess)) expect(why.length).toBeGreaterThan(8)
  expect(guess.size.why).toContain("free: 224")
})

test("an input larger than any picture is refused, with the number and the limit", () => {
  for (const shape of [
    [1, 3, 40_000_000, 16],
    [null, 6000, 6000, 3],
  ])
    expect(() => guessPicture([info(shape)])).toThrow(
      expect.objectContaining({
        code: "SHAPE_MISMATCH",
        message: expect.stringMatching(/000.*8192.*16777216/),
      }),
    )
})

test("grey pictures may have no axis of channels, or be a row of numbers", () => {
  const planes = guessPicture([info([null, 32, 48])])
  expect(planes).toMatchObject({ channels: { value: "grey" }, size: { value: { width: 48, height: 32 } } })
  const row = guessPicture([info([null, 1024], "uint8"), info([null, 3], "float32", "age")])
  expect(row).toMatchObject({ channels: { value: "grey" }, size: { value: { width: 32, height: 32 } } })
  expect(row.channels.why).toBe("no axis of channels")
  // Beside a whole picture, or as tokens, it is none.
  const both = guessPicture([info([null, 64, 64], "float32", "mask"), info([null, 3, 64, 64])])
  expect(both.input.value).toBe("input")
  expect(() => guessPicture([info([null, 64], "int64")])).toThrow(/the model has input int64 \[N, 64\]\.$/)
  expect(() => guessPicture([info([null, 3 * 32 * 32])])).toThrow(
    "export the model so that it takes [N, 3, 32, 32]",
  )
})

test("the picture is told from a mask and other inputs; two pictures need a choice", () => {
  const pixels = info([null, 3, 224, 224], "float32", "pixel_values")
  const other = info([null, 3, 32, 32], "float32", "thumbnail")
  expect(guessPicture([info([null, 77], "int64", "ids"), pixels]).input).toEqual({
    value: "pixel_values",
    why: "the only one of 2 inputs with the shape of a picture",
  })
  const code = (name: string) => expect.objectContaining({ code: name })
  expect(() => guessPicture([pixels, other])).toThrow(code("INPUT_NOT_CHOSEN"))
  expect(guessPicture([pixels, other], { name: "thumbnail" }).size.value.width).toBe(32)
  expect(() => guessPicture([pixels], { name: "image" })).toThrow(code("INPUT_NOT_FOUND"))
})

test.each([[[null, 77]], [[null, 2, 8, 8]], [[null, 4, 64, 64]], [[null, 16000, 1]]])(
  "%j is no picture",
  (shape) => {
    expect(() => guessPicture([info(shape)])).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }))
    expect(() => guessPicture([info(shape)], { name: "input" })).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH" }),
    )
  },
)
