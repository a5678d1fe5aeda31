import type { TensorInfo } from "@pami/core"
import { preset } from "@pami/image"
import { expect, test } from "vitest"
import { decidePreprocessing } from "./index.ts"

const tensor = (name: string, ...shape: (number | null)[]): TensorInfo => ({
  name,
  dtype: "float32",
  shape: [null, ...shape],
})
const colours = { inputs: [tensor("image", 3, 16, 16)] }
const free = { inputs: [tensor("image", 3, null, null)] }
const file = (fields: object) => ({
  name: "models/here/preprocessor_config.json",
  text: JSON.stringify({ image_mean: [0.5, 0.5, 0.5], image_std: [0.25, 0.25, 0.25], ...fields }),
})
const sized = (width: number, height: number) => file({ size: { width, height } })
const codes = ({ findings }: ReturnType<typeof decidePreprocessing>) => findings.map(({ code }) => code)

test("an input with one channel gets grey, one with three colours", () => {
  const grey = { inputs: [tensor("image", 1, 28, 28)] }
  expect(decidePreprocessing(grey, { preset: "0-1" }).preprocessing).toMatchObject({
    channels: "grey",
    mean: [0],
  })
  expect(decidePreprocessing(colours, { preset: "0-1" }).preprocessing).toMatchObject({
    channels: "rgb",
    mean: [0, 0, 0],
  })
})

test("of several inputs the named one is prepared, and a file near the model is for that", () => {
  const two = { inputs: [tensor("mask", 3, 8, 8), tensor("image", 3, 16, 16)] }
  const found = decidePreprocessing(two, { modelInput: "image", known: sized(16, 16) })
  expect(found.preprocessing.name).toBe("preprocessor_config.json")
  expect(found).toMatchObject({ input: "image", preprocessing: { width: 16, mean: [0.5, 0.5, 0.5] } })
  expect(codes(found)).toEqual(["FOUND_NEARBY"])
  expect(() => decidePreprocessing(two)).toThrow(expect.objectContaining({ code: "INPUT_NOT_CHOSEN" }))
  // Whatever kind of model it is.
  const text: TensorInfo = { name: "input_ids", dtype: "int64", shape: [null, 9] }
  expect(() => decidePreprocessing({ inputs: [text] }, { modelInput: "image" })).toThrow(
    expect.objectContaining({ code: "INPUT_NOT_FOUND" }),
  )
})

test("a refusal says what the model seems to take, if anything tells", () => {
  const refusal = (inputs: TensorInfo[]) => {
    try {
      return decidePreprocessing({ inputs })
    } catch (error) {
      return error as Error
    }
  }
  expect((refusal([]) as Error).cause).toBeUndefined()
  expect(refusal([tensor("audio", 7)])).toMatchObject({
    code: "SHAPE_MISMATCH",
    message: expect.stringMatching(/take series or sound: an input is called "audio"\. Give a sound/),
    cause: expect.any(Error),
  })
})

test.each([
  [24, 16],
  [16, 24],
  [24, 24],
])("a file near the model for %d x %d is scaled to what the model declares, with a finding", (...size) => {
  const found = decidePreprocessing(colours, { known: sized(...size) })
  expect(found.preprocessing).toMatchObject({ width: 16, height: 16 })
  expect(codes(found)).toEqual(["FOUND_NEARBY", "PRESET_DOUBTFUL"])
})

test("what the model leaves open is as the file says, or as the caller does", () => {
  const found = decidePreprocessing(free, { known: sized(24, 20) })
  expect(found.preprocessing).toMatchObject({ width: 24, height: 20 })
  expect(codes(found)).toEqual(["FOUND_NEARBY"])
  const size = { width: 32, height: 40 }
  for (const options of [
    { size, known: sized(24, 20) },
    { size, preset: sized(24, 20) },
    { size, preset: "0-1" as const },
    { size, known: preset("0-1", { width: 24 }) },
    { size, preset: preset("0-1", { width: 24 }) },
  ])
    expect(decidePreprocessing(free, options).preprocessing).toMatchObject(size)
  // A file without a size: the model's.
  expect(decidePreprocessing(colours, { preset: file({}) }).preprocessing).toMatchObject({ width: 16 })
})

test("numbers as an object are taken as they are, but for size, layout and fit", () => {
  const own = preset("0-1", { width: 24, height: 20, layout: "nhwc" })
  expect(decidePreprocessing(free, { preset: own }).preprocessing).toEqual(own)
  expect(decidePreprocessing(free, { preset: own, layout: "nchw" }).preprocessing.layout).toBe("nchw")
  // Known preprocessing of a bundled model says its size, but not its layout.
  expect(decidePreprocessing(free, { known: own }).preprocessing).toEqual({ ...own, layout: "nchw" })
  expect(decidePreprocessing(free, { known: own, layout: "nhwc" }).preprocessing).toEqual(own)
  for (const options of [{ preset: own }, { known: own }, { preset: sized(24, 20) }, {}])
    expect(decidePreprocessing(free, { ...options, resize: "crop" }).preprocessing.fit).toBe("crop")
  expect(decidePreprocessing(free).preprocessing.fit).toBe("stretch")
})

test("one number serves every channel, and a guess adds none to it", () => {
  expect(decidePreprocessing(colours, { std: [0.5] })).toMatchObject({
    preprocessing: { name: "own mean and std", mean: [0, 0, 0], std: [0.5, 0.5, 0.5] },
    findings: [],
  })
  const given = { mean: [0.1, 0.2, 0.3], std: [0.4, 0.5, 0.6] }
  expect(decidePreprocessing(colours, { ...given, preset: "imagenet" }).preprocessing).toMatchObject(given)
  const { mean } = preset("imagenet")
  const { preprocessing } = decidePreprocessing(colours, { std: [1], preset: "imagenet" })
  expect(preprocessing).toMatchObject({ mean, std: [1, 1, 1] })
  expect(preprocessing.name).not.toBe("own mean and std")
  expect(decidePreprocessing(colours, { preset: "imagenet" }).preprocessing.name).toBe("imagenet")
})

test("numbers for pixels from 0 to 255 are refused", () => {
  for (const numbers of [{ mean: [127] }, { std: [58, 57, 57] }, { mean: [123, 116, 103], std: [58] }])
    expect(() => decidePreprocessing(colours, numbers)).toThrow(
      expect.objectContaining({ code: "PRESET_INVALID" }),
    )
})
