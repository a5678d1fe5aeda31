import { expect, test } from "vitest"
import { errorOf } from "../../test/fixtures.ts"
import { decodeWav, encodeWav } from "../index.ts"

/** Returns a WAV file of one data chunk. */
function wav(
  form: {
    codec?: number
    bits?: number
    channels?: number
    rate?: number
    extensible?: boolean
    block?: number
  },
  samples: Uint8Array,
  declared = samples.length,
): Uint8Array {
  const { codec = 1, bits = 16, channels = 1, rate = 8000, extensible = false } = form
  const { block = (channels * bits) / 8 } = form
  const format = extensible ? 40 : 16
  const out = new Uint8Array(28 + format + samples.length)
  const view = new DataView(out.buffer)
  const write = (text: string, at: number) => out.set(new TextEncoder().encode(text), at)
  write("RIFF", 0)
  view.setUint32(4, out.length - 8, true)
  write("WAVEfmt ", 8)
  view.setUint32(16, format, true)
  view.setUint16(20, extensible ? 0xfffe : codec, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  view.setUint16(32, block, true)
  view.setUint16(34, bits, true)
  if (extensible) view.setUint16(44, codec, true)
  write("data", 20 + format)
  view.setUint32(24 + format, declared, true)
  out.set(samples, 28 + format)
  return out
}

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

test("integers of 8, 16, 24 and 32 bits and floats of 32 and 64 give the same numbers", () => {
  const values = [0, 0.5, -1]
  const files = [
    wav({ bits: 8 }, Uint8Array.of(128, 192, 0)),
    wav({ bits: 16 }, bytesOf(Int16Array.of(0, 16384, -32768))),
    wav({ bits: 24 }, Uint8Array.of(0, 0, 0, 0, 0, 64, 0, 0, 128)),
    wav({ bits: 32, extensible: true }, bytesOf(Int32Array.of(0, 2 ** 30, -(2 ** 31)))),
    wav({ codec: 3, bits: 32 }, bytesOf(Float32Array.from(values))),
    wav({ codec: 3, bits: 64, extensible: true }, bytesOf(Float64Array.from(values))),
    // From a pipe: the size is unknown.
    wav({ bits: 16 }, bytesOf(Int16Array.of(0, 16384, -32768)), 0xffffffff),
  ]
  for (const file of files) {
    const series = decodeWav(file)
    expect([...series.data]).toEqual(values)
    expect(series).toMatchObject({ length: 3, channels: 1, rate: 8000, kind: "sound" })
  }
})

test("channels lie side by side, and an odd chunk before the samples is skipped", () => {
  const file = wav({ channels: 2, rate: 44_100 }, bytesOf(Int16Array.of(16384, 0, -16384, 8192)))
  const note = Uint8Array.from([...new TextEncoder().encode("LIST"), 3, 0, 0, 0, 1, 2, 3, 0])
  const { data, length, channels } = decodeWav(
    Uint8Array.from([...file.slice(0, 36), ...note, ...file.slice(36)]),
  )
  expect([length, channels, [...data]]).toEqual([2, 2, [0.5, 0, -0.5, 0.25]])
})

test("files without samples, truncated, of other codecs and with contradictions are refused with their codes", async () => {
  const some = bytesOf(Int16Array.of(1, 2, 3))
  const whole = wav({}, some)
  const codes = [
    wav({}, new Uint8Array()),
    wav({}, Uint8Array.of(1)),
    whole.slice(0, 45),
    whole.slice(0, 30),
    whole.slice(0, 20),
    wav({ codec: 2, bits: 4, block: 4 }, some),
    wav({ codec: 3, bits: 16 }, some),
    wav({ channels: 0 }, some),
    wav({ block: 7 }, some),
    new TextEncoder().encode("no sound at all"),
    new Uint8Array(),
  ].map(async (file) => (await errorOf(() => decodeWav(file))).split(":")[0])
  expect(await Promise.all(codes)).toEqual([
    "SERIES_EMPTY",
    "SERIES_EMPTY",
    "SERIES_TRUNCATED",
    "SERIES_TRUNCATED",
    "SERIES_TRUNCATED",
    "SERIES_UNSUPPORTED",
    "SERIES_UNSUPPORTED",
    "SERIES_BROKEN",
    "SERIES_BROKEN",
    "SERIES_BROKEN",
    "SERIES_BROKEN",
  ])
  expect(
    await errorOf(() => decodeWav(wav({ codec: 2, bits: 4, block: 4 }, some), { name: "a.wav" })),
  ).toContain("a.wav cannot be read: its codec is Microsoft ADPCM of 4 bits")
})

test("any truncation of a file gives an error with a code, never samples", async () => {
  const file = wav({ channels: 2, extensible: true }, bytesOf(Int16Array.of(1, 2, 3, 4)))
  for (let length = 0; length < file.length; length++)
    expect(await errorOf(() => decodeWav(file.slice(0, length)))).toMatch(/^SERIES_/)
})

test("a written WAV file is read as it was, in floats exactly and in 16 bits rounded and clipped", () => {
  const series = { data: Float32Array.of(0.1, -2, 0.30000001, 1), length: 2, channels: 2, rate: 22_050 }
  expect([...decodeWav(encodeWav(series, { samples: "float32" })).data]).toEqual([...series.data])
  const rounded = decodeWav(encodeWav(series))
  expect(rounded).toMatchObject({ length: 2, channels: 2, rate: 22_050 })
  expect([...rounded.data]).toEqual([3277 / 32768, -1, 9830 / 32768, 32767 / 32768])
  expect(() => encodeWav({ ...series, rate: 0.5 })).toThrow(RangeError)
})
