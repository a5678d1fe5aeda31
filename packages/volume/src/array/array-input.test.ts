import { isPamiError, type TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { minimum } from "../masking.ts"
import { arrayInput, type ArrayInputOptions } from "./array-input.ts"

const counting = (...shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i),
})
const tensorOf = (...shape: (number | null)[]): TensorInfo => ({
  name: "x",
  dtype: "float32",
  shape: [null, ...shape],
})
const fed = async (options: ArrayInputOptions) => {
  const { input, axes } = await arrayInput({ masking: minimum(), ...options })
  const [{ shape }] = input.grids
  const writer = input.open(1)
  writer.preserve(
    0,
    Int32Array.of(
      0,
      shape.reduce((a, b) => a * b),
    ),
  )
  const tensor = writer.feeds(1)["x"]
  return { input, axes, units: shape, shape: tensor.shape, data: [...(tensor.data as Float32Array)] }
}
const refused = async (options: ArrayInputOptions) => {
  const error = await arrayInput(options).catch((thrown: unknown) => thrown)
  if (!isPamiError(error)) throw error
  return `${error.code}: ${error.message}`
}

test.each([4, 5, 12])(
  "an image of %i bands, bands last in the file, feeds a model of either layout",
  async (bands) => {
    const array = counting(2, 3, bands)
    const first = await fed({ array, tensor: tensorOf(bands, 2, 3), axes: "H,W,C" })
    expect(first.units).toEqual([2, 3])
    expect(first.shape).toEqual([1, bands, 2, 3])
    // Band 1 of the first row.
    expect(first.data.slice(6, 9)).toEqual([1, 1 + bands, 1 + 2 * bands])
    const last = await fed({ array, tensor: tensorOf(2, 3, bands), axes: "HWC" })
    expect(last.data).toEqual([...array.data])
    expect(last.input.values!("array", 0).channels).toBe(4)
  },
)

test("preserving a pixel preserves all its bands", async () => {
  const { input } = await arrayInput({
    array: counting(2, 1, 2),
    tensor: tensorOf(2, 1, 2),
    axes: "C,H,W",
    masking: minimum(),
  })
  const writer = input.open(1)
  writer.preserve(0, Int32Array.of(1, 2))
  expect([...(writer.feeds(1)["x"].data as Float32Array)]).toEqual([0, 1, 2, 3])
  writer.preserve(0, Int32Array.of(0, 1))
  expect([...(writer.feeds(1)["x"].data as Float32Array)]).toEqual([0, 0, 2, 2])
})

test("axes without names are guessed, with a finding", async () => {
  const guess = async (array: ArrayInputOptions["array"], tensor: TensorInfo) => {
    const { axes, units, input } = await fed({ array, tensor })
    expect(input.findings?.map(({ code }) => code)).toEqual(["AXES_GUESSED"])
    return `${axes.join(",")} ${units.join("x")}`
  }
  expect(await guess(counting(5, 8, 9), tensorOf(5, 8, 9))).toBe("H,W 8x9")
  expect(await guess(counting(8, 9, 5), tensorOf(5, 8, 9))).toBe("H,W 8x9")
  expect(await guess(counting(1, 8, 9, 4), tensorOf(8, 9, 4))).toBe("H,W 8x9")
  expect(await guess(counting(8, 9), tensorOf(1, 8, 9))).toBe("H,W 8x9")
  expect(await guess(counting(7), tensorOf(7))).toBe("T 7")
  expect(await guess(counting(2, 5, 6, 7), tensorOf(2, null, null, null))).toBe("D,H,W 5x6x7")
})

test("the axes of units may be in another order in the model", async () => {
  const { data, axes } = await fed({
    array: counting(2, 3),
    tensor: tensorOf(3, 2),
    axes: "T,F",
    layout: "N,F,T",
  })
  expect([axes, data]).toEqual([
    ["F", "T"],
    [0, 3, 1, 4, 2, 5],
  ])
})

test("units are resampled to the size of the model if asked, channels never", async () => {
  const array = { shape: [4, 4, 5], data: Float32Array.from({ length: 80 }, (_, i) => i % 5) }
  const tensor = tensorOf(5, 2, 8)
  const { shape, data, input } = await fed({ array, tensor, axes: "H,W,C", resampled: true })
  expect(shape).toEqual([1, 5, 2, 8])
  expect(data).toEqual(Array.from({ length: 80 }, (_, i) => Math.floor(i / 16)))
  expect(input.findings?.map(({ code }) => code)).toEqual(["ARRAY_RESAMPLED"])
  expect(await refused({ array, tensor, axes: "H,W,C" })).toContain("choose the option resampled")
  expect(await refused({ array, tensor: tensorOf(3, 2, 8), axes: "H,W,C", resampled: true })).toContain(
    "SHAPE_MISMATCH",
  )
})

test("of several items one is chosen", async () => {
  const array = counting(3, 2, 2)
  const tensor = tensorOf(2, 2)
  expect((await fed({ array, tensor, item: 1 })).data).toEqual([4, 5, 6, 7])
  expect(await refused({ array, tensor })).toContain("AXES_UNSUITABLE: the array has 3 items")
  expect(await refused({ array, tensor, item: 3 })).toContain("AXES_UNSUITABLE")
})

test("arrays and names that do not fit are refused with what would", async () => {
  const array = counting(4, 6, 7)
  expect(await refused({ array, tensor: tensorOf(3, 6, 7) })).toContain(
    "SHAPE_MISMATCH: input x takes [N, 3, 6, 7]; the array has C 4, H 6, W 7",
  )
  const named = (axes: string, layout?: string) =>
    refused({ array, tensor: tensorOf(4, 6, 7), axes, ...(layout === undefined ? {} : { layout }) })
  expect(await named("H,W")).toContain("name 2 axes")
  expect(await named("H,H,W")).toContain("different names")
  expect(await named("C,H,W", "N,H,C,W")).toContain("between units")
  expect(await named("C,H,W", "C,H,W")).toContain("does not start with N")
  expect(await named("C,H,W", "N,C,H")).toContain("has the units H")
  expect(await named("C,H,W", "N,H,W")).toContain("has no channels")
  expect(await refused({ array: { shape: [2, 2], data: [1] }, tensor: tensorOf(2, 2) })).toContain(
    "has 4 numbers",
  )
  expect(await refused({ array: { shape: [2], data: [1, NaN] }, tensor: tensorOf(2) })).toContain(
    "VOLUME_INVALID",
  )
})
