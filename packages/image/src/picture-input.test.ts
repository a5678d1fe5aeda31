import type { MaskingOperator, TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { pattern } from "../test/pictures.ts"
import { black, white } from "./masking.ts"
import type { Pixels } from "./picture.ts"
import { pictureInput } from "./picture-input.ts"
import { preset } from "./preprocessing.ts"

const picture = pattern(4, 4)
const nchw: TensorInfo = { name: "x", dtype: "float32", shape: [null, 3, 4, 4] }
const nhwc: TensorInfo = { name: "x", dtype: "uint8", shape: [null, 4, 4, 3] }

test("preserving a pixel shows that pixel and masks the rest, before normalisation", async () => {
  const preprocessing = preset("-1-1", { width: 4 })
  const { input, pixels } = await pictureInput({ picture, preprocessing, masking: black(), tensor: nchw })
  expect(input.grids).toEqual([{ name: "image", shape: [4, 4], start: 0 }])
  expect(pixels.data[0]).toBe(Math.fround(picture.data[0] / 255))
  const writer = input.open(1)
  writer.preserve(0, Int32Array.of(5, 6))
  const { data } = writer.feeds(1)["x"]
  const expected = Array.from({ length: 48 }, (_, i) =>
    i % 16 === 5 ? picture.data[15 + Math.floor(i / 16)] / 127.5 - 1 : -1,
  )
  for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 6)
})

test("bytes, channels last, are the image's own", async () => {
  const preprocessing = preset("0-255", { width: 4, layout: "nhwc" })
  const { input } = await pictureInput({ picture, preprocessing, masking: white(), tensor: nhwc })
  const writer = input.open(1)
  writer.preserve(0, Int32Array.of(0, 16))
  expect(writer.feeds(1)["x"].data).toEqual(picture.data)
  expect(input.values!("image", 0)).toEqual({ shape: [4, 4], channels: 3, data: picture.data })
})

test("the manifest gets preprocessing and masking", async () => {
  const preprocessing = preset("imagenet", { width: 4 })
  const { input } = await pictureInput({ picture, preprocessing, masking: black(), tensor: nchw })
  expect(JSON.parse(JSON.stringify(input.settings))).toEqual({
    preprocessing: JSON.parse(JSON.stringify(preprocessing)),
    masking: { name: "black" },
  })
})

test("a grey model gets one channel", async () => {
  const preprocessing = preset("0-1", { width: 4, channels: "grey" })
  const tensor: TensorInfo = { name: "x", dtype: "float32", shape: [null, 1, 4, 4] }
  const { input, pixels } = await pictureInput({ picture, preprocessing, masking: black(), tensor })
  expect(input.tensors[0].shape).toEqual([null, 1, 4, 4])
  expect(pixels.data[0]).toBe(pixels.data[2])
})

test("a grey image is fed without an axis of channels, or as a row, with a note", async () => {
  const preprocessing = preset("0-1", { width: 4, channels: "grey" })
  for (const shape of [
    [null, 4, 4],
    [null, 16],
  ]) {
    const tensor: TensorInfo = { name: "x", dtype: "float32", shape }
    const { input } = await pictureInput({ picture, preprocessing, masking: black(), tensor })
    expect(input.tensors[0].shape).toEqual(shape)
    expect(input.findings).toMatchObject([{ code: "SHAPE_GUESSED", level: "note" }])
    expect(input.open(2).feeds(2)["x"].shape).toEqual([2, ...shape.slice(1)])
  }
})

test("another baseline makes the input that it would have made from the image", async () => {
  const preprocessing = preset("imagenet", { width: 4 })
  const make = (masking: MaskingOperator<Pixels>) =>
    pictureInput({ picture, preprocessing, masking, tensor: nchw })
  const [masked, expected] = [await (await make(black())).maskedBy(white()), await make(white())]
  expect(masked.input.digest).toBe(expected.input.digest)
  expect(masked.input.settings).toEqual(expected.input.settings)
  expect(masked.baseline).toEqual(expected.baseline)
})

test("a model of another shape is refused with both shapes", async () => {
  const make = (tensor: TensorInfo) =>
    pictureInput({ picture, preprocessing: preset("0-1", { width: 4 }), masking: black(), tensor })
  await expect(make(nhwc)).rejects.toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }))
  await expect(make(nhwc)).rejects.toThrow("takes [N, 4, 4, 3]; preprocessing 0-1 makes [N, 3, 4, 4]")
  expect((await make({ ...nchw, shape: [null, 3, null, null] })).input.grids[0].shape).toEqual([4, 4])
})
