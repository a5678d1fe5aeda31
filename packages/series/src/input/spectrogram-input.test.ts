import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { fedBy, plain, tone } from "../../test/fixtures.ts"
import { channelMean, matchedNoise, melFrontEnd, type Series, spectrogramInput } from "../index.ts"

const tensor = (...shape: (number | null)[]) =>
  ({ name: "x", dtype: "float32", shape: [null, ...shape] }) as const
const everything = (count: number) => Array.from({ length: count }, (_, unit) => unit)
const power = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)

const next = random(11)
const noisy: Series = {
  ...tone(1000, 8000, 2000),
  data: Float32Array.from({ length: 2000 }, () => next() - 0.5),
}

test("a model of features is given them in its layout, masked by those of silence", async () => {
  const frontEnd = melFrontEnd({ rate: 8000, window: 256, hop: 128, mels: 6 })
  const expected = frontEnd.features(noisy)
  const quiet = Math.fround(Math.log(1e-10))
  for (const [shape, at] of [
    [[null, 6], (frame: number, band: number) => frame * 6 + band],
    [[6, null], (frame: number, band: number) => band * 16 + frame],
    [[1, 6, null], (frame: number, band: number) => band * 16 + frame],
  ] as const) {
    const { input, place, spectrogram, bands } = await spectrogramInput({
      series: noisy,
      tensor: tensor(...shape),
      frontEnd,
    })
    expect(input.grids).toEqual([{ name: "spectrogram", shape: [16, 6], start: 0 }])
    expect(spectrogram).toEqual(expected.data)
    const fed = fedBy(input, [9])
    for (let frame = 0; frame < 16; frame++)
      for (let band = 0; band < 6; band++)
        if (frame === 1 && band === 3) expect(fed[at(frame, band)]).toBe(expected.data[9])
        else expect(fed[at(frame, band)]).toBeCloseTo(quiet, 5)
    expect(place(9)).toEqual({ from: 128, to: 256, seconds: [0.016, 0.032], hertz: bands[3] })
  }
})

test("a fixed number of frames crops or pads the sound", async () => {
  const frontEnd = melFrontEnd({ rate: 8000, window: 256, hop: 128, mels: 6 })
  for (const [frames, code] of [
    [10, "CROPPED"],
    [30, "PADDED"],
  ] as const) {
    const { input } = await spectrogramInput({ series: noisy, tensor: tensor(6, frames), frontEnd })
    expect(input.grids[0].shape).toEqual([frames, 6])
    expect(input.findings!.map((finding) => finding.code)).toEqual([code])
  }
})

test("patches together give the samples, exactly if all are preserved, and to 1e-6 as a sum", async () => {
  const options = { series: noisy, tensor: tensor(1, null), patches: { window: 128, bands: 5 } }
  const { input } = await spectrogramInput(options)
  const [frames, bands] = input.grids[0].shape
  expect([frames, bands, input.tensors[0].shape]).toEqual([33, 5, [null, 1, 2000]])
  const all = everything(frames * bands)
  expect(fedBy(input, all)).toEqual([...noisy.data])
  const [even, odd] = [0, 1].map((rest) =>
    fedBy(
      input,
      all.filter((unit) => unit % 2 === rest),
    ),
  )
  expect(Math.max(...even.map((value, i) => Math.abs(value + odd[i] - noisy.data[i])))).toBeLessThan(1e-6)
  expect(fedBy(input, [])).toEqual(Array(2000).fill(0))
})

test("patches lie over any baseline", async () => {
  for (const masking of [channelMean(), matchedNoise({ seed: 4 })]) {
    const { input, baseline } = await spectrogramInput({
      series: plain([...noisy.data].map((value) => value + 1)),
      tensor: tensor(2000),
      masking,
    })
    expect(fedBy(input, [])).toEqual([...baseline.data])
  }
})

test("a patch holds the sound of its time and its frequencies: of two tones in turn, the one at the place", async () => {
  const [low, high] = [tone(500, 8000, 4000).data, tone(3000, 8000, 4000).data]
  const series: Series = { ...noisy, length: 4000, data: low.map((value, i) => (i < 2000 ? value : high[i])) }
  const { input, place } = await spectrogramInput({ series, tensor: tensor(4000), patches: { bands: 8 } })
  const units = everything(input.grids[0].shape[0] * 8)
  const holds = (hertz: number, from: number, to: number) =>
    fedBy(
      input,
      units.filter((unit) => {
        const { hertz: band, seconds } = place(unit)
        return band![0] <= hertz && hertz < band![1] && seconds![0] >= from && seconds![1] <= to
      }),
    )
  const whole = power([...low.subarray(0, 2000)])
  expect(power(holds(500, 0.02, 0.23)) / whole).toBeGreaterThan(0.75)
  expect(power(holds(3000, 0.27, 0.48)) / whole).toBeGreaterThan(0.75)
  expect(power(holds(3000, 0.02, 0.2)) / whole).toBeLessThan(1e-4)
  expect(power(holds(500, 0.3, 0.48)) / whole).toBeLessThan(1e-4)
})

test("the levels are highest where the sound is", async () => {
  const { spectrogram, bands, input } = await spectrogramInput({
    series: tone(1000, 8000, 4000),
    tensor: tensor(4000),
  })
  const middle = spectrogram.subarray(10 * bands.length, 11 * bands.length)
  const [from, to] = bands[middle.indexOf(Math.max(...middle))]
  expect(from <= 1000 && 1000 < to).toBe(true)
  expect(input.values!("spectrogram", 0).data).toBe(spectrogram)
})
