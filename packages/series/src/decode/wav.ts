import { checkSize, type Series } from "../series.ts"
import { problem } from "./problem.ts"

/** Options of the decoders of this package. */
export interface DecodeSoundOptions {
  /** Name of the file, for messages. Default `the sound`. */
  readonly name?: string
}

interface Format {
  readonly codec: number
  readonly channels: number
  readonly rate: number
  readonly bytes: number
}

// https://www.rfc-editor.org/rfc/rfc2361, and the numbers that files of today have.
const codecs: Readonly<Record<number, string>> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "mu-law",
  17: "IMA ADPCM",
  85: "MP3",
  255: "AAC",
}
const [pcm, float, extensible] = [1, 3, 0xfffe]

/**
 * Decodes a WAV file: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64 bits, of any number of channels, with or without
 * the extensible header. Samples of integers are divided by 2 to the power of their bits less one, so that they lie from -1
 * to 1. Nothing is allocated before the file is known to hold as much as it says.
 *
 * @throws PamiError `SERIES_EMPTY` without a sample, `SERIES_TRUNCATED` if samples are missing, `SERIES_UNSUPPORTED` for
 *   another codec, `SERIES_BROKEN` if it contradicts itself, `SERIES_TOO_LARGE`
 *
 * @example
 * const file = encodeWav({ data: Float32Array.of(0, 0.5, -0.5), length: 3, channels: 1, rate: 8000 })
 * const { data, rate } = decodeWav(file)
 * console.log(rate, data.join()) // 8000 0,0.5,-0.5
 */
export function decodeWav(bytes: Uint8Array, { name = "the sound" }: DecodeSoundOptions = {}): Series {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (["RF64", "RIFX"].includes(tag(0)) && tag(8) === "WAVE")
    throw problem("SERIES_UNSUPPORTED", name, `it is a WAV of type ${tag(0)}: save it as a usual WAV (RIFF)`)
  if (bytes.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE")
    throw problem("SERIES_BROKEN", name, "it does not begin as a WAV file does")
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (tag(at) === "fmt ") format = parseFormat(view, start, size, name)
    if (tag(at) === "data") {
      if (format === undefined)
        throw problem("SERIES_BROKEN", name, "its samples come before their format: save it again")
      // Programs that write to a pipe do not know the size.
      const length = size === 0xffffffff ? bytes.length - start : size
      return readSamples(view, { start, length }, format, name)
    }
    // Chunks start at even positions.
    at = start + size + (size % 2)
  }
  throw problem(
    "SERIES_TRUNCATED",
    name,
    `it ends before its ${format === undefined ? "format" : "samples"}: copy it again`,
  )
}

function parseFormat(view: DataView, start: number, size: number, name: string): Format {
  if (size < 16 || start + size > view.byteLength)
    throw problem("SERIES_TRUNCATED", name, "it ends in the middle of its format: copy it again")
  const declared = view.getUint16(start, true)
  const codec = declared === extensible && size >= 26 ? view.getUint16(start + 24, true) : declared
  const [channels, rate, block, bits] = [
    view.getUint16(start + 2, true),
    view.getUint32(start + 4, true),
    view.getUint16(start + 12, true),
    view.getUint16(start + 14, true),
  ]
  const known =
    (codec === pcm && [8, 16, 24, 32].includes(bits)) || (codec === float && [32, 64].includes(bits))
  if (!known)
    throw problem(
      "SERIES_UNSUPPORTED",
      name,
      `its codec is ${codec === pcm ? "PCM" : codec === float ? "float" : (codecs[codec] ?? `number ${codec}`)} of ${bits} bits; ` +
        "read are PCM of 8, 16, 24 and 32 bits and floats of 32 and 64. Convert it: ffmpeg -i FILE -c:a pcm_s16le OUT.wav",
      { codec, bits },
    )
  if (channels === 0 || rate === 0 || block !== (channels * bits) / 8)
    throw problem(
      "SERIES_BROKEN",
      name,
      `it declares ${channels} channels of ${bits} bits at ${rate} Hz in blocks of ${block} bytes, which contradict each other`,
    )
  return { codec, channels, rate, bytes: bits / 8 }
}

function readSamples(
  view: DataView,
  { start, length }: { start: number; length: number },
  { codec, channels, rate, bytes }: Format,
  name: string,
): Series {
  const there = view.byteLength - start
  if (length > there)
    throw problem(
      "SERIES_TRUNCATED",
      name,
      `it declares ${length} bytes of samples; ${there} are there: copy it again`,
      { expected: length, actual: there },
    )
  const steps = Math.floor(length / (bytes * channels))
  if (steps === 0)
    throw problem("SERIES_EMPTY", name, "it has no sample: record it again, or take another file")
  checkSize(name, steps, channels)
  const data = new Float32Array(steps * channels)
  const sampleAt = reader(view, codec === float, bytes)
  for (let i = 0; i < data.length; i++) data[i] = sampleAt(start + i * bytes)
  return { data, length: steps, channels, rate, kind: "sound" }
}

function reader(view: DataView, isFloat: boolean, bytes: number): (at: number) => number {
  if (isFloat) return (at) => (bytes === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true))
  if (bytes === 1) return (at) => (view.getUint8(at) - 128) / 128
  if (bytes === 2) return (at) => view.getInt16(at, true) / 2 ** 15
  if (bytes === 4) return (at) => view.getInt32(at, true) / 2 ** 31
  return (at) => (view.getInt8(at + 2) * 65536 + view.getUint16(at, true)) / 2 ** 23
}
