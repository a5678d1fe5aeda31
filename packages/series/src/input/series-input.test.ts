import { sizeOf } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { errorOf, fedBy, plain, tone } from "../../test/fixtures.ts"
import { type Series, seriesInput, seriesShape } from "../index.ts"

const tensor = (...shape: (number | null)[]) =>
  ({ name: "x", dtype: "float32", shape: [null, ...shape] }) as const
const two: Series = { data: Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40), length: 4, channels: 2 }

test("a series finds its axis of time by the lengths of 1 and by the number of its channels", () => {
  const of = (channels: number, ...shape: (number | null)[]) => {
    const { length, channelsFirst, itemShape, finding } = seriesShape(tensor(...shape), channels)
    return [length, channelsFirst, itemShape(7).join("x"), ...(finding === undefined ? [] : [finding.code])]
  }
  expect(of(1, 28)).toEqual([28, false, "7"])
  expect(of(1, null)).toEqual([null, false, "7"])
  expect(of(1, 28, 1)).toEqual([28, false, "7x1"])
  expect(of(1, 1, 28)).toEqual([28, false, "1x7"])
  expect(of(1, 1, 1, 28)).toEqual([28, false, "1x1x7"])
  expect(of(3, 28, 3)).toEqual([28, false, "7x3"])
  expect(of(3, 3, 28)).toEqual([28, true, "3x7"])
  expect(of(3, null, 3)).toEqual([null, false, "7x3"])
  expect(of(3, 3, null)).toEqual([null, true, "3x7"])
  expect(of(80, 1, 80, 3000)).toEqual([3000, true, "1x80x7"])
  expect(of(80, 3000, 80, 1)).toEqual([3000, false, "7x80x1"])
  expect(of(3, null, null)).toEqual([null, false, "7x3", "SHAPE_GUESSED"])
  expect(of(3, 3, 3)).toEqual([3, false, "7x3", "SHAPE_GUESSED"])
  expect(of(3, 3, 1)).toEqual([1, true, "3x7"])
})

test("a shape that fits no series of these channels is refused, with what fits", async () => {
  expect(await errorOf(() => seriesShape(tensor(28, 4), 3))).toContain(
    "SHAPE_MISMATCH: input x takes float32 [N, 28, 4], not a series of 3 channels: give a series of 28 or 4 channels",
  )
  expect(await errorOf(() => seriesShape(tensor(3, 224, 224), 1))).toMatch(/^SHAPE_MISMATCH/)
  expect(await errorOf(() => seriesShape(tensor(), 1))).toMatch(/^SHAPE_MISMATCH/)
  expect(await errorOf(() => seriesShape(tensor(28), 2))).toMatch(/^SHAPE_MISMATCH/)
  expect(await errorOf(() => seriesShape({ ...tensor(28), dtype: "string" }, 1))).toMatch(/^SHAPE_MISMATCH/)
})

test("units are time steps, in either layout, over the mean of each channel", async () => {
  const first = await seriesInput({ series: two, tensor: tensor(4, 2) })
  expect(first.input.grids).toEqual([{ name: "series", shape: [4], start: 0 }])
  expect(fedBy(first.input, [1, 3])).toEqual([2.5, 25, 2, 20, 2.5, 25, 4, 40])
  const last = await seriesInput({ series: two, tensor: tensor(2, null) })
  expect(last.input.tensors[0].shape).toEqual([null, 2, 4])
  expect(fedBy(last.input, [1, 3])).toEqual([2.5, 2, 2.5, 4, 25, 20, 25, 40])
})

test("single channels are units on request, in either layout", async () => {
  for (const [shape, expected] of [
    [tensor(4, 2), [1, 25, 2.5, 25, 2.5, 30, 2.5, 25]],
    [tensor(2, 4), [1, 2.5, 2.5, 2.5, 25, 25, 30, 25]],
  ] as const) {
    const { input, place } = await seriesInput({
      series: { ...two, rate: 2, names: ["in", "out"] },
      tensor: shape,
      perChannel: true,
    })
    expect(input.grids[0].shape).toEqual([4, 2])
    expect(fedBy(input, [0, 5])).toEqual(expected)
    expect(place(5)).toEqual({ from: 2, to: 3, seconds: [1, 1.5], channel: 1, name: "out" })
  }
})

test("frames of several steps are copied whole, also where the last one is shorter", async () => {
  const series = plain([1, 2, 3, 4, 5], { kind: "sound", rate: 10 })
  for (const [hop, shape, expected] of [
    [2, [3], [0, 0, 3, 4, 5]],
    [5, [1], [1, 2, 3, 4, 5]],
    [3, [2], [0, 0, 0, 4, 5]],
  ] as const) {
    const { input, place } = await seriesInput({ series, tensor: tensor(null), hop })
    expect(input.grids[0].shape).toEqual(shape)
    const late = Array.from({ length: shape[0] }, (_, unit) => unit).slice(shape[0] > 1 ? 1 : 0)
    expect(fedBy(input, late)).toEqual(expected)
    expect(place(shape[0] - 1).seconds).toEqual([((shape[0] - 1) * hop) / 10, 0.5])
    // Soft masks mix with the baseline.
    const writer = input.open(1)
    writer.blend!(0, new Float32Array(shape[0]).fill(0.5))
    expect([...(writer.feeds(1)["x"].data as Float32Array)]).toEqual([0.5, 1, 1.5, 2, 2.5])
  }
})

test("sound has units of 10 ms over silence, is resampled, mixed and cropped, and findings say so", async () => {
  const left = tone(440, 32_000, 40_000)
  const series: Series = {
    ...left,
    channels: 2,
    data: Float32Array.from({ length: 80_000 }, (_, i) => (i % 2 === 0 ? left.data[i / 2] : 0)),
  }
  const {
    input,
    series: seen,
    baseline,
    hop,
  } = await seriesInput({
    series,
    tensor: tensor(1, 16_000),
    rate: 16_000,
    keep: "end",
  })
  expect([hop, input.grids[0].shape, seen.length, seen.channels]).toEqual([160, [100], 16_000, 1])
  expect(input.findings!.map(({ code }) => code)).toEqual(["CHANNELS_MIXED", "RESAMPLED", "CROPPED"])
  expect(baseline.data.every((value) => value === 0)).toBe(true)
  expect(Math.max(...seen.data.subarray(1000, 15_000))).toBeCloseTo(0.25, 2)
  expect(input.settings).toMatchObject({ rate: 16_000, offset: 4000, hop: 160, masking: { name: "silence" } })
})

test("a shorter series is padded: sound with silence, measurements with their last value", async () => {
  for (const [kind, expected] of [
    ["sound", [1, 2, 0, 0]],
    ["measurements", [1, 2, 2, 2]],
  ] as const) {
    const { series, input } = await seriesInput({ series: plain([1, 2], { kind }), tensor: tensor(4) })
    expect([...series.data]).toEqual(expected)
    expect(input.findings!.map(({ code }) => code)).toEqual(["PADDED"])
  }
})

test("values are normalised after masking, and other inputs are fed in every pass", async () => {
  const { input } = await seriesInput({
    series: two,
    tensor: tensor(4, 2),
    normalize: { mean: [2.5, 0], deviation: [1, 10] },
    others: { sr: { dtype: "int64", shape: [], data: BigInt64Array.of(16_000n) } },
  })
  expect(fedBy(input, [0])).toEqual([-1.5, 1, 0, 2.5, 0, 2.5, 0, 2.5])
  const { sr } = input.open(3).feeds(3)
  expect([sr.shape, [...(sr.data as BigInt64Array)]]).toEqual([[3], [16_000n, 16_000n, 16_000n]])
  expect(
    await errorOf(() =>
      seriesInput({ series: two, tensor: tensor(4, 2), normalize: { mean: [1], deviation: [1] } }),
    ),
  ).toMatch(/2 channels/)
})

test("a model with a rate needs a series with one", async () => {
  expect(
    await errorOf(() => seriesInput({ series: plain([1, 2]), tensor: tensor(2), rate: 16_000 })),
  ).toMatch(/^RATE_UNKNOWN/)
})

test("partitioners see measurements as they are, and the loudness of sound", async () => {
  const measured = await seriesInput({ series: two, tensor: tensor(4, 2) })
  expect(measured.input.values!("series", 0)).toMatchObject({ shape: [4], channels: 2, data: two.data })
  const sound = plain([0.5, -0.5, 0, 0], { kind: "sound", rate: 200 })
  const { data, shape } = (await seriesInput({ series: sound, tensor: tensor(4) })).input.values!("series", 0)
  expect([shape, sizeOf(shape), [...data]]).toEqual([[2], 2, [0.5, 0]])
})
