import { isPamiError, type TensorInfo } from "@pami/core"
import { expect, test } from "vitest"
import { minimum } from "./masking.ts"
import { type Volume, volumeOfArray } from "./volume.ts"
import { volumeInput, type VolumeInputOptions } from "./volume-input.ts"

const counting = (shape: readonly number[]): Volume =>
  volumeOfArray({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i) })
const tensorOf = (...shape: (number | null)[]): TensorInfo => ({
  name: "scan",
  dtype: "float32",
  shape: [null, ...shape],
})
const fed = async (options: VolumeInputOptions) => {
  const made = await volumeInput({ masking: minimum(), ...options })
  const writer = made.input.open(1)
  const [grid] = made.input.grids
  writer.preserve(
    0,
    Int32Array.of(
      0,
      grid.shape.reduce((a, b) => a * b),
    ),
  )
  const { shape, data } = writer.feeds(1)["scan"]
  return { ...made, shape, data: [...(data as Float32Array)] }
}
const codes = (input: { findings?: readonly { code: string }[] }) => input.findings?.map(({ code }) => code)

test.each([
  [[1, 2, 3, 4]],
  [[2, 3, 4, 1]],
  [[2, 3, 4]],
  [[1, null, null, null]],
  [[null, null, null, 1]],
  [[null, null, null]],
])("a volume of one channel is fed to a model of %j", async (declared) => {
  const { shape, data, input } = await fed({ volume: counting([2, 3, 4]), tensor: tensorOf(...declared) })
  expect(shape).toEqual([
    1,
    ...(declared.length === 3 ? [2, 3, 4] : declared[0] === 1 ? [1, 2, 3, 4] : [2, 3, 4, 1]),
  ])
  expect(data).toEqual(Array.from({ length: 24 }, (_, i) => i))
  expect(input.grids).toEqual([{ name: "volume", shape: [2, 3, 4], start: 0 }])
})

test("the channels of a voxel lie where the model has them, and are preserved together", async () => {
  const volume = counting([2, 1, 2, 2])
  const first = await fed({ volume, tensor: tensorOf(2, 1, 2, 2) })
  expect(first.data).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  const last = await fed({ volume, tensor: tensorOf(1, 2, 2, 2), layout: "ndhwc" })
  expect(last.data).toEqual([0, 4, 1, 5, 2, 6, 3, 7])
  const writer = first.input.open(1)
  writer.preserve(0, Int32Array.of(3, 4))
  expect([...(writer.feeds(1)["scan"].data as Float32Array)]).toEqual([0, 0, 0, 3, 4, 4, 4, 7])
})

test("a volume of another size is resampled to the model's, with a finding", async () => {
  const { input, volume, data } = await fed({
    volume: { ...counting([4, 4, 4]), spacing: [2, 1, 1] },
    tensor: tensorOf(1, 2, 8, 4),
  })
  expect(codes(input)).toContain("VOLUME_RESAMPLED")
  expect([volume.shape, volume.spacing]).toEqual([
    [2, 8, 4],
    [4, 0.5, 1],
  ])
  // A slope stays a slope, and opposite units add up to twice the middle.
  const pairs = data.map((value, i) => value + data[data.length - 1 - i])
  for (const pair of pairs) expect(pair).toBeCloseTo(63, 4)
})

test("without a normalisation, the range of the values is stated: large ones as a warning", async () => {
  const raw = await fed({ volume: counting([2, 3, 4]), tensor: tensorOf(1, 2, 3, 4) })
  expect(raw.input.findings?.[0]).toMatchObject({ code: "VALUE_RANGE", level: "warning" })
  expect(raw.input.findings?.[0].message).toContain("from 0 to 23")
  const small = { ...counting([1, 1, 2]), data: Float32Array.of(-1, 1) }
  expect((await fed({ volume: small, tensor: tensorOf(1, 1, 1, 2) })).input.findings?.[0].level).toBe("note")
})

test.each([
  ["min-max", [0, 1 / 3, 2 / 3, 1]],
  ["z-score", [-1.5, -0.5, 0.5, 1.5].map((value) => value / Math.sqrt(1.25))],
  [{ window: [1, 2] }, [0, 0, 1, 1]],
  [{ mean: 1, std: 2 }, [-0.5, 0, 0.5, 1]],
] as const)(
  "normalisation %j gives the model's numbers, and is recorded",
  async (normalization, expected) => {
    const { data, input } = await fed({
      volume: counting([1, 1, 4]),
      tensor: tensorOf(1, 1, 1, 4),
      normalization,
    })
    for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 6)
    expect(input.settings["normalization"]).not.toBe("none")
    expect(codes(input)).not.toContain("VALUE_RANGE")
  },
)

test("the baseline is normalised with the numbers of the input, not its own", async () => {
  const { input } = await volumeInput({
    volume: counting([1, 1, 4]),
    tensor: tensorOf(1, 1, 1, 4),
    normalization: "z-score",
    masking: minimum(),
  })
  const masked = [...(input.open(1).feeds(1)["scan"].data as Float32Array)]
  for (const value of masked) expect(value).toBeCloseTo(-1.5 / Math.sqrt(1.25), 6)
})

test("what does not fit is refused with what would", async () => {
  const refuse = async (volume: Volume, tensor: TensorInfo) => {
    const error = await volumeInput({ volume, tensor }).catch((thrown: unknown) => thrown)
    expect(isPamiError(error) && error.code).toBe("SHAPE_MISMATCH")
    return (error as Error).message
  }
  expect(await refuse(counting([2, 3, 4]), tensorOf(4, 2, 3, 4))).toContain("takes 4 channels")
  expect(await refuse(counting([2, 2, 3, 4]), tensorOf(2, 3, 4))).toContain("takes 1 channel")
  expect(await refuse(counting([2, 3, 4]), tensorOf(3, 4))).toContain("[N, C, D, H, W]")
  expect(() => volumeOfArray({ shape: [4, 4], data: new Uint8Array(16) })).toThrow("arrayInput")
  expect(() => volumeOfArray({ shape: [1, 1, 2], data: Float32Array.of(1, NaN) })).toThrow("not finite")
})

test("another volume, masking or companion is another digest", async () => {
  const digest = async (options: Partial<VolumeInputOptions>) =>
    (await volumeInput({ volume: counting([2, 3, 4]), tensor: tensorOf(1, 2, 3, 4), ...options })).input
      .digest
  const others = { age: { dtype: "float32", shape: [1], data: Float32Array.of(40) } } as const
  const all = [await digest({}), await digest({ masking: minimum() }), await digest({ others })]
  expect(new Set(all).size).toBe(3)
  expect(await digest({})).toBe(all[0])
})

test("supervoxels compare values from 0 to 1, of at most four channels", async () => {
  const { input } = await volumeInput({ volume: counting([6, 1, 1, 4]), tensor: tensorOf(6, 1, 1, 4) })
  const values = input.values!("volume", 0)
  expect(values.channels).toBe(4)
  for (const [i, value] of values.data.entries()) expect(value).toBeCloseTo(Math.floor(i / 4) / 3, 5)
})
