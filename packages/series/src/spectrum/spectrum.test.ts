import { readFileSync } from "node:fs"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { errorOf, tone } from "../../test/fixtures.ts"
import { melFrontEnd, resample } from "../index.ts"
import { fft } from "./fft.ts"
import { inverseStft, stft } from "./stft.ts"
import { cosineOf, sineOf } from "./trigonometry.ts"

test("sines of turns are exact at quarters, and those of the engine elsewhere", () => {
  expect([0, 0.25, 0.5, 0.75, 1, -0.25].map((turns) => sineOf(turns) + 0)).toEqual([0, 1, 0, -1, 0, -1])
  const next = random(3)
  for (let i = 0; i < 2000; i++) {
    const turns = 4 * next() - 2
    // The engine rounds 2 pi times turns first: up to 13 radians, half a unit in the last place is 9e-16.
    expect(Math.abs(sineOf(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(2e-15)
    expect(Math.abs(cosineOf(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(2e-15)
  }
})

test("the Fourier transform of any length is the sum that defines it", () => {
  const next = random(5)
  for (const length of [1, 2, 3, 4, 7, 12, 30, 49, 64, 400]) {
    const input = {
      re: Float64Array.from({ length }, () => next() - 0.5),
      im: Float64Array.from({ length }, () => next() - 0.5),
    }
    const { re, im } = fft(length).transform(input)
    let error = 0
    for (let k = 0; k < length; k++) {
      let [real, imaginary] = [0, 0]
      for (let n = 0; n < length; n++) {
        const angle = (-2 * Math.PI * ((k * n) % length)) / length
        real += input.re[n] * Math.cos(angle) - input.im[n] * Math.sin(angle)
        imaginary += input.re[n] * Math.sin(angle) + input.im[n] * Math.cos(angle)
      }
      error = Math.max(error, Math.abs(re[k] - real), Math.abs(im[k] - imaginary))
    }
    expect(error).toBeLessThan(1e-12)
  }
})

test("a signal is its own transform and inverse, to 1e-6, also at its ends and in windows of odd lengths", () => {
  const next = random(7)
  for (const [length, window, hop] of [
    [1000, 64, 32],
    [1000, 64, 16],
    [777, 63, 20],
    [5, 16, 8],
    [1, 4, 2],
  ]) {
    const signal = Float32Array.from({ length }, () => 2 * next() - 1)
    const transform = stft(signal, { window, hop })
    const out = new Float32Array(length)
    const all = new Float32Array(transform.bins).fill(1)
    const inverse = inverseStft(transform)
    // Twice: nothing is left of the first.
    for (const times of [1, 2]) {
      inverse.add(() => all, out)
      expect(Math.max(...out.map((value, i) => Math.abs(value - times * signal[i])))).toBeLessThan(1e-6)
    }
  }
})

test("mel features are those of an independent computation in numpy, to 1e-4", () => {
  const { cases } = JSON.parse(readFileSync(new URL("../../test/mel/mel.json", import.meta.url), "utf8")) as {
    cases: {
      window: number
      hop: number
      fft: number
      mels: number
      fmin: number
      fmax: number
      scale: "slaney" | "htk"
      area: boolean
      power: 1 | 2
      centred: boolean
      pad: "reflect" | "zeros"
      features: number[][]
    }[]
  }
  const rate = 16_000
  const data = Float32Array.from(
    { length: 1600 },
    (_, n) =>
      0.4 * Math.sin(2 * Math.PI * ((300 * n) / rate + 8000 * (n / rate) ** 2)) +
      0.2 * Math.sin((2 * Math.PI * 2500 * n) / rate),
  )
  for (const { features, fft: fftSize, area, pad, ...one } of cases) {
    const frontEnd = melFrontEnd({ ...one, rate, fftSize, equalArea: area, padding: pad })
    const found = frontEnd.features({ data, length: 1600, channels: 1, rate })
    expect([found.length, found.channels]).toEqual([features.length, features[0].length])
    expect(Math.max(...features.flat().map((value, i) => Math.abs(value - found.data[i])))).toBeLessThan(1e-4)
    expect(frontEnd.features({ ...tone(440, rate, frontEnd.samplesFor(4)) }).length).toBe(4)
  }
})

test("a tone is loudest in the band that holds it", () => {
  const { features, bands } = melFrontEnd({ rate: 16_000, window: 512, hop: 256, mels: 24, log: "db" })
  const { data, channels, length } = features(tone(1500, 16_000, 4096))
  const middle = data.subarray(
    Math.floor(length / 2) * channels,
    Math.floor(length / 2) * channels + channels,
  )
  const [low, high] = bands[middle.indexOf(Math.max(...middle))]
  expect(low < 1500 && 1500 < high).toBe(true)
})

test("front ends refuse sound of another rate, of several channels, or too short for a frame", async () => {
  const { features } = melFrontEnd({ rate: 8000, window: 100, hop: 50, mels: 4, centred: false })
  expect(() => features(tone(440, 16_000, 1000))).toThrow(
    "features are of one channel at 8000 Hz; got 1 at 16000",
  )
  expect(() => features({ data: new Float32Array(400), length: 200, channels: 2 })).toThrow(RangeError)
  expect(await errorOf(() => features(tone(440, 8000, 99)))).toMatch(/^SHAPE_MISMATCH/)
  for (const wrong of [
    { fmax: 5000 },
    { fmin: -1 },
    { window: 0 },
    { fftSize: 50 },
    { floor: 0 },
    { mels: 2.5 },
  ])
    expect(() => melFrontEnd({ rate: 8000, window: 100, hop: 50, mels: 4, ...wrong })).toThrow(RangeError)
})

test("a tone below both limits stays the tone at another rate, and a constant stays what it is", () => {
  for (const [from, to] of [
    [44_100, 16_000],
    [16_000, 22_050],
    [8000, 16_000],
    [0.5, 0.2],
  ]) {
    const given = tone(from / 10, from, 6000)
    const { data, length, rate } = resample(given, to)
    expect([rate, length]).toEqual([to, Math.ceil((6000 * to) / from)])
    const expected = tone(from / 10, to, length).data
    // Beyond the reach of the filter, the ends are as they are.
    const away = Math.ceil(70 * Math.max(1, to / from))
    for (let i = away; i < length - away; i++) expect(Math.abs(data[i] - expected[i])).toBeLessThan(1e-5)
    const flat = resample({ ...given, data: new Float32Array(6000).fill(0.25) }, to).data
    expect(flat.every((value) => Math.abs(value - 0.25) < 1e-7)).toBe(true)
  }
})

test("a tone that the lower rate cannot hold is removed", () => {
  const { data } = resample(tone(10_000, 44_100, 44_100), 16_000)
  // Away from the ends.
  expect(Math.max(...data.subarray(500, 15_500).map(Math.abs))).toBeLessThan(1e-5)
})
