import { expect, test } from "vitest"
import { tiff } from "../../test/tiff.ts"
import { decodeBands } from "./decode-bands.ts"
import { decodePicture } from "./decode-picture.ts"
import { encodePng } from "./encode-png.ts"

const [width, height] = [4, 3]
const counting = (bands: number) => Array.from({ length: width * height * bands }, (_, i) => i)

test("a PNG keeps its alpha, and the colours beneath it", async () => {
  const data = Uint8Array.from(counting(4))
  const { shape, data: decoded } = await decodeBands(await encodePng({ width, height, channels: 4, data }))
  expect(shape).toEqual([height, width, 4])
  expect([...decoded]).toEqual([...data])
})

test.each([1, 3, 4, 5, 12])(
  "a TIFF of %i bands: bytes, words with and without a sign, floats",
  async (samples) => {
    const photometric = samples < 3 ? 1 : 2
    const values = counting(samples)
    const tags = [] as const
    const common = { width, height, samples, photometric, tags }
    for (const [format, data] of [
      [1, Uint8Array.from(values)],
      [1, Uint16Array.from(values, (value) => 300 * value)],
      [2, Int16Array.from(values, (value) => value - 50)],
      [3, Float32Array.from(values, (value) => value / 8 - 3)],
    ] as const) {
      const { shape, data: decoded } = await decodeBands(tiff({ ...common, data, format }))
      expect(shape).toEqual([height, width, samples])
      expect([...decoded]).toEqual([...data])
    }
  },
)

test.each([3, 6])("%i bands that are declared to be grey are kept as well", async (samples) => {
  for (const data of [Uint8Array.from(counting(samples)), Uint16Array.from(counting(samples))]) {
    const file = tiff({ width, height, data, samples, photometric: 1 })
    const { shape, data: decoded } = await decodeBands(file)
    expect(shape).toEqual([height, width, samples])
    expect([...decoded]).toEqual([...data])
  }
})

test("two bands, which the decoder does not give, are refused with a way out", async () => {
  const file = tiff({ width, height, data: Uint8Array.from(counting(2)), samples: 2, photometric: 1 })
  await expect(decodeBands(file)).rejects.toThrow(
    "has 2 bands, of which the decoder gives 1. Save them as a .npy",
  )
})

test("shown as an image, the first three of many bands are its colours", async () => {
  const data = Uint8Array.from(counting(8))
  const picture = await decodePicture(tiff({ width, height, data, samples: 8, photometric: 2 }))
  expect([...picture.data.subarray(0, 6)]).toEqual([0, 1, 2, 8, 9, 10])
})

test("broken and oversized files are refused as images are", async () => {
  const file = tiff({ width, height, data: Uint8Array.from(counting(5)), samples: 5, photometric: 2 })
  await expect(decodeBands(file.subarray(0, 200))).rejects.toMatchObject({ code: "PICTURE_BROKEN" })
  await expect(decodeBands(file, { maxPixels: 4 })).rejects.toMatchObject({ code: "PICTURE_TOO_LARGE" })
  await expect(decodeBands(new Uint8Array(9))).rejects.toMatchObject({ code: "PICTURE_UNSUPPORTED" })
})
