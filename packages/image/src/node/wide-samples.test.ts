import { crc32 } from "node:zlib"
import sharp from "sharp"
import { expect, test } from "vitest"
import { tiff, type TiffOptions } from "../../test/tiff.ts"
import { decodePicture } from "./decode-picture.ts"

const [width, height] = [4, 4]
const steps = Array.from({ length: 16 }, (_, i) => i / 15)
/** From black to white in 16 equal steps. */
const even = steps.map((step) => Math.round(step * 255))

/** Red of the 16 pixels, and the codes of the findings. */
async function seen(bytes: Uint8Array) {
  const { data, findings = [] } = await decodePicture(bytes)
  return {
    red: Array.from({ length: 16 }, (_, i) => data[i * 3]),
    findings: findings.map(({ code }) => code),
  }
}

const grey = (options: Omit<TiffOptions, "width" | "height">) => tiff({ width, height, ...options })
const between = (least: number, greatest: number) => steps.map((step) => least + step * (greatest - least))
const guessed: Record<string, Uint8Array> = {
  "10 bits in 16": grey({ data: Uint16Array.from(between(0, 1023)) }),
  "10 bits in 16, the least white": grey({ data: Uint16Array.from(between(1023, 0)), photometric: 0 }),
  "12 bits in 32": grey({ data: Uint32Array.from(between(0, 4095)) }),
  "floats of 0 to 1, the least white": grey({
    data: Float32Array.from(between(1, 0)),
    format: 3,
    photometric: 0,
  }),
  "floats of 0 to 255": grey({ data: Float32Array.from(between(0, 255)), format: 3 }),
  "floats of 0 to 1, in colour": grey({
    data: Float32Array.from({ length: 48 }, (_, i) => steps[Math.floor(i / 3)]),
    format: 3,
    photometric: 2,
    samples: 3,
  }),
  "floats on both sides of 0": grey({ data: Float32Array.from(between(-2.5, 7)), format: 3 }),
  "floats of 0 to 1, declared to be up to infinity": grey({
    data: Float32Array.from(steps),
    format: 3,
    tags: [
      [340, 11, 0],
      [341, 11, Infinity],
    ],
  }),
  "integers with a sign": grey({ data: Int16Array.from(between(-1000, 500)), format: 2 }),
  "bytes with a sign": grey({ data: Int8Array.from(between(-75, 75).map(Math.round)), format: 2 }),
}

test.each(Object.keys(guessed))("%s: a range is guessed, and a finding says so", async (name) => {
  expect(await seen(guessed[name])).toEqual({ red: even, findings: ["RANGE_GUESSED"] })
})

const declared: Record<string, Uint8Array> = {
  "MaxSampleValue, of the values of the file": grey({
    data: Uint16Array.from(between(0, 1023)),
    tags: [[281, 3, 1000]],
  }),
  "SMinSampleValue and SMaxSampleValue of floats": grey({
    data: Float32Array.from(between(20, 50)),
    format: 3,
    tags: [
      [340, 11, 20],
      [341, 11, 50],
    ],
  }),
  "the same of integers with a sign": grey({
    data: Int16Array.from(between(-150, 300)),
    format: 2,
    tags: [
      [340, 8, -150],
      [341, 8, 300],
    ],
  }),
  "the same of integers without one": grey({
    data: Uint16Array.from(between(1000, 3000)),
    tags: [
      [340, 3, 1000],
      [341, 3, 3000],
    ],
  }),
  "SMaxSampleValue alone": grey({ data: Uint16Array.from(between(0, 3000)), tags: [[341, 3, 3000]] }),
  "nothing but the type, whose range is used": grey({ data: Uint16Array.from(between(0, 65535)) }),
  "the same, the least white": grey({ data: Uint16Array.from(between(65535, 0)), photometric: 0 }),
  "the same in a BigTIFF": grey({ data: Uint16Array.from(between(0, 65535)), big: true }),
  "bytes, in a BigTIFF": grey({ data: Uint8Array.from(between(0, 255)), big: true }),
}

test.each(Object.keys(declared))("%s: is declared, and no finding", async (name) => {
  // 1000 of 1023 is the same image: 10 bits.
  expect(await seen(declared[name])).toEqual({ red: even, findings: [] })
})

test("a PNG that declares its significant bits, scaled up as PNG demands or not, is the same image", async () => {
  const png = async (values: readonly number[], bits: number) => {
    const data = Uint16Array.from(values)
    const plain = await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer()
    return withChunk(plain, "sBIT", Uint8Array.of(bits))
  }
  // Below a 16th of the range it may be a dark one.
  expect(await seen(await png(between(0, 4095), 12))).toEqual({ red: even, findings: ["RANGE_GUESSED"] })
  expect(await seen(await png(between(0, 65535), 12))).toEqual({ red: even, findings: [] })
  expect(await seen(await png(between(0, 4095), 16))).toEqual({ red: even, findings: ["RANGE_GUESSED"] })
})

test("dark images of 16 bits stay dark, with a finding", async () => {
  const { red, findings } = await seen(grey({ data: Uint16Array.from(between(0, 10_000)) }))
  expect(Math.max(...red)).toBe(39)
  expect(findings).toEqual(["RANGE_GUESSED"])
})

test("ten bits of AVIF are brought to eight", async () => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#c86432" } })
    .avif({ bitdepth: 10, lossless: true })
    .toBuffer()
  const { data, findings } = await decodePicture(bytes)
  expect(data.subarray(0, 3)).toEqual(Uint8Array.of(200, 100, 50))
  expect(findings).toBeUndefined()
})

test("what is not a number is black or white, and decides no range", async () => {
  const data = Float32Array.of(NaN, Infinity, -Infinity, ...between(0, 1).slice(3))
  const { red } = await seen(grey({ data, format: 3 }))
  expect(red).toEqual([0, 255, 0, ...even.slice(3)])
})

test("alpha lets the background through", async () => {
  const data = Uint16Array.from({ length: 64 }, (_, i) => [4095, 0, 0, i < 32 ? 4095 : 0][i % 4])
  const picture = await decodePicture(grey({ data, photometric: 2, samples: 4, tags: [[338, 3, 2]] }), {
    background: [0, 0, 255],
  })
  expect(picture.data.subarray(0, 3)).toEqual(Uint8Array.of(255, 0, 0))
  expect(picture.data.subarray(45)).toEqual(Uint8Array.of(0, 0, 255))
})

const bands: Record<string, [TiffOptions["data"], Partial<TiffOptions>, number[]]> = {
  "8 bits": [Uint8Array.of(127, 0, 255, 0), { photometric: 2 }, [127, 0, 255]],
  "8 bits, five bands": [Uint8Array.of(127, 0, 255, 0, 0), { photometric: 2 }, [127, 0, 255]],
  "8 bits, five bands, the first grey": [Uint8Array.of(127, 0, 255, 0, 0), {}, [127, 127, 127]],
  "16 bits": [Uint16Array.of(32767, 0, 65535, 0), { photometric: 2 }, [127, 0, 255]],
  "16 bits, five bands": [Uint16Array.of(32767, 0, 65535, 0, 0), { photometric: 2 }, [127, 0, 255]],
  "16 bits, five bands, the first grey": [Uint16Array.of(32767, 0, 65535, 0, 0), {}, [127, 127, 127]],
  "floats, five bands, the first grey": [Float32Array.of(0.5, 0, 1, 0, 0), { format: 3 }, [128, 128, 128]],
}

test.each(Object.keys(bands))("a band of TIFF that is not alpha hides nothing: %s", async (name) => {
  const [pixel, options, expected] = bands[name]
  const data = new (pixel.constructor as typeof Float32Array)(16 * pixel.length)
  for (let i = 0; i < data.length; i++) data[i] = pixel[i % pixel.length]
  const bytes = grey({ data, samples: pixel.length, tags: [[338, 3, 0]], ...options })
  expect([...(await decodePicture(bytes)).data.subarray(45)]).toEqual(expected)
})

test("as many channels as fill the memory are refused before decoding", async () => {
  const bytes = grey({ data: new Uint16Array(16 * 64), samples: 64 })
  await expect(decodePicture(bytes, { maxPixels: 16 })).rejects.toMatchObject({
    code: "PICTURE_TOO_LARGE",
    message: expect.stringContaining("of 64 channels; up to 64 samples"),
  })
})

test("the caller's range counts more than any other", async () => {
  const bytes = grey({ data: Int16Array.from(between(-1000, 2000)), format: 2 })
  const { data, findings } = await decodePicture(bytes, { range: [-160, 240] })
  expect([data[0], data[45]]).toEqual([0, 255])
  expect(findings).toBeUndefined()
  await expect(decodePicture(bytes, { range: [5, 5] })).rejects.toThrow(RangeError)
})

test.each([
  ["floats of 16 bits", { data: new Uint16Array(16), format: 3 }],
  ["12 bits in a row", { data: new Uint8Array(24), bits: 12 }],
  ["complex numbers", { data: new Float32Array(32), format: 6, bits: 64 }],
  ["a hundred channels", { data: new Uint8Array(1600), samples: 100 }],
])("%s are unsupported, and the message says what is read", async (_, options) => {
  await expect(decodePicture(grey(options))).rejects.toMatchObject({ code: "PICTURE_UNSUPPORTED" })
})

test("tiles far larger than the image are not allocated", async () => {
  const bytes = grey({
    data: new Uint8Array(16),
    tags: [
      [322, 4, 60_000],
      [323, 4, 60_000],
    ],
  })
  await expect(decodePicture(bytes)).rejects.toMatchObject({
    code: "PICTURE_BROKEN",
    message: expect.stringContaining("60000 x 60000"),
  })
})

/** The PNG with a chunk behind its header. */
function withChunk(png: Uint8Array, name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  chunk.set(new TextEncoder().encode(name), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return Uint8Array.of(...png.subarray(0, 33), ...chunk, ...png.subarray(33))
}
