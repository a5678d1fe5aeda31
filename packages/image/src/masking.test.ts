import { expect, test } from "vitest"
import { pattern, plain } from "../test/pictures.ts"
import { blur, blurKernel } from "./blur.ts"
import { black, color, mean, noise, picture, white } from "./masking.ts"
import { toPixels } from "./picture.ts"

const small = toPixels(pattern(3, 2))

function expectNear(actual: Iterable<number>, expected: readonly number[]) {
  for (const [i, value] of [...actual].entries())
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-6)
}

test("plain colours", async () => {
  expect(new Set((await black().baseline(small)).data)).toEqual(new Set([0]))
  expect(new Set((await white().baseline(small)).data)).toEqual(new Set([1]))
  expectNear((await color([255, 51, 0]).baseline(small)).data.subarray(0, 6), [1, 0.2, 0, 1, 0.2, 0])
  expect(() => color([0, 0, 256])).toThrow(RangeError)
})

test("mean is the image's own mean colour", async () => {
  const two = toPixels({ width: 2, height: 1, data: Uint8Array.of(0, 51, 255, 255, 153, 255) })
  expectNear((await mean().baseline(two)).data, [0.5, 0.4, 1, 0.5, 0.4, 1])
})

test("noise repeats with its seed and has the deviation asked for", async () => {
  const pixels = toPixels(plain(100, 100, [0, 0, 0]))
  const { data } = await noise({ seed: 7, deviation: 0.1 }).baseline(pixels)
  expect((await noise({ seed: 7, deviation: 0.1 }).baseline(pixels)).data).toEqual(data)
  expect((await noise({ seed: 8, deviation: 0.1 }).baseline(pixels)).data).not.toEqual(data)
  const average = data.reduce((sum, value) => sum + value, 0) / data.length
  const variance = data.reduce((sum, value) => sum + (value - average) ** 2, 0) / data.length
  expect(average).toBeCloseTo(0.5, 2)
  expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2)
  expect(() => noise({ seed: 0.5 })).toThrow(RangeError)
  expect(() => noise({ seed: 1, deviation: 0 })).toThrow(RangeError)
})

test("another image is brought to the input's size", async () => {
  expect(await picture(pattern(3, 2)).baseline(small)).toEqual(small)
  const red = await picture(plain(9, 9, [255, 0, 0])).baseline(small)
  expect(red.data.subarray(0, 3)).toEqual(Float32Array.of(1, 0, 0))
})

// scipy 1.17: gaussian_filter of an impulse in the middle of a window.
test.each([
  [
    5,
    1,
    [0.05842298904073567, 0.24210527628121548, 0.39894346935609776, 0.24210527628121548, 0.05842298904073567],
  ],
  [
    7,
    3,
    [0.13600498051615498, 0.14116761856928517, 0.14759425359147668, 0.15046629464616626, 0.14759425359147668],
  ],
])("the kernel of %i pixels and sigma %i is scipy's", (kernel, sigma, expected) => {
  expectNear(blurKernel(kernel, sigma).subarray(0, expected.length), expected)
})

test("the authors' kernel, 49 pixels and sigma 100, is nearly a box", async () => {
  // Every sixth weight, from the middle row of scipy's window over the root of its centre.
  const expected = [0.020407891, 0.020407836, 0.020407685, 0.02040888, 0.020408899]
  const kernel = blurKernel(49, 100)
  for (const [i, value] of expected.entries())
    expect(Math.abs(kernel[i * 6] - value)).toBeLessThanOrEqual(1e-6)
  expect(kernel.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
})

// The blur of the authors, by scipy's fftconvolve over zero padding.
const authors = {
  "5 1": [
    0.09620662778615952, 0.18940255045890808, 0.2683984935283661, 0.1643190234899521, 0.28198832273483276,
    0.3408128023147583, 0.16407981514930725, 0.2572757303714752, 0.2535065710544586, 0.13690127432346344,
    0.2300972044467926, 0.299894243478775, 0.21755118668079376, 0.33522048592567444, 0.35592472553253174,
    0.20770658552646637, 0.30090251564979553, 0.23431839048862457,
  ],
  "7 3": [
    0.04347003623843193, 0.0706801488995552, 0.07697302848100662, 0.044552333652973175, 0.07216057926416397,
    0.07789932936429977, 0.044349685311317444, 0.07155980169773102, 0.0764748603105545, 0.04395410791039467,
    0.07116422057151794, 0.07705006748437881, 0.04504423215985298, 0.07265247404575348, 0.07796566933393478,
    0.04483522102236748, 0.07204533368349075, 0.07652655988931656,
  ],
}

test("mode authors: the numbers of the authors' blur", async () => {
  expectNear((await blur({ kernel: 5, sigma: 1, mode: "authors" }).baseline(small)).data, authors["5 1"])
  expectNear((await blur({ kernel: 7, sigma: 3, mode: "authors" }).baseline(small)).data, authors["7 3"])
})

test("a white image darkens to 51 % at edges and 26 % at corners for the authors, and stays white corrected", async () => {
  const pixels = toPixels(plain(224, 224, [255, 255, 255]))
  const { data } = await blur({ mode: "authors" }).baseline(pixels)
  const at = (x: number, y: number) => data[(y * 224 + x) * 3]
  expect(at(112, 112)).toBeCloseTo(1, 6)
  expect(at(0, 112)).toBeCloseTo(25 / 49, 3)
  expect(at(0, 0)).toBeCloseTo((25 / 49) ** 2, 3)
  const corrected = await blur().baseline(pixels)
  expect(corrected.data.reduce((least, value) => Math.min(least, value), 1)).toBeCloseTo(1, 6)
})

test("corrected: inside the same as the authors', at the border the mean of what is there", async () => {
  const pixels = toPixels(pattern(120, 90))
  const options = { kernel: 21, sigma: 40 }
  const corrected = (await blur(options).baseline(pixels)).data
  const plainly = (await blur({ ...options, mode: "authors" }).baseline(pixels)).data
  const inside = (45 * 120 + 60) * 3
  expect(corrected[inside]).toBeCloseTo(plainly[inside], 6)
  const mass = (
    await blur({ ...options, mode: "authors" }).baseline(toPixels(plain(120, 90, [255, 255, 255])))
  ).data
  expectNear(
    corrected.filter((_, i) => i % 97 === 0),
    Array.from(plainly.map((value, i) => value / mass[i]).filter((_, i) => i % 97 === 0)),
  )
})

test("the default window keeps its share of the shorter side", async () => {
  const width = async (side: number) => {
    const data = new Float32Array(side * side * 3)
    data[((side >> 1) * side + (side >> 1)) * 3] = 1
    const row = (await blur({ mode: "authors" }).baseline({ width: side, height: side, data })).data
    return row.subarray((side >> 1) * side * 3, ((side >> 1) + 1) * side * 3).filter((value) => value > 0)
      .length
  }
  expect(await Promise.all([224, 112, 448].map(width))).toEqual([49, 25, 97])
  expect(() => blur({ kernel: 4 })).toThrow("odd")
  expect(() => blur({ sigma: 0 })).toThrow("sigma")
  expect(() => blur({ mode: "box" as "authors" })).toThrow("corrected")
})
