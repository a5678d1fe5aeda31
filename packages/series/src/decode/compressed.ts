import { checkSize, type Series, withChannels } from "../series.ts"
import { problem } from "./problem.ts"
import type { DecodeSoundOptions } from "./wav.ts"

/** A piece of decoded sound. */
interface Decoded {
  readonly channelData: readonly Float32Array[]
  readonly samplesDecoded: number
  readonly sampleRate: number
}

/** The members of a decoder that are used here. */
interface Decoder {
  readonly ready: Promise<void>
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>
  flush?(): Promise<Decoded>
  free(): void
}

// So few bytes at a time that the samples that they may stand for, at most 65,535 of 8 channels for each 20 bytes of FLAC,
// are counted before they fill the memory.
const flacPiece = 2048
const mp3Piece = 65_536

/**
 * Decodes a FLAC file, by libFLAC in WebAssembly, loaded at the first call; the package has its code, so that nothing is
 * fetched.
 *
 * @throws PamiError `SERIES_EMPTY`, `SERIES_BROKEN`, `SERIES_TRUNCATED`, `SERIES_TOO_LARGE`
 */
export async function decodeFlac(
  bytes: Uint8Array,
  { name = "the sound" }: DecodeSoundOptions = {},
): Promise<Series> {
  const broken = (message: string) => problem("SERIES_BROKEN", name, message)
  if (bytes.length < 42 || String.fromCharCode(...bytes.subarray(0, 4)) !== "fLaC")
    throw broken("it does not begin as a FLAC file does")
  // Metadata block STREAMINFO: 20 bits of rate, 3 of channels, 5 of bits, 36 of samples.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const channels = ((bytes[20] >> 1) & 7) + 1
  const declared = (bytes[21] & 15) * 2 ** 32 + view.getUint32(22)
  checkSize(name, declared, channels)
  const { FLACDecoder } = await import("@wasm-audio-decoders/flac")
  const series = await decodeAll(new FLACDecoder(), bytes, flacPiece, name)
  if (series === undefined)
    throw problem("SERIES_TRUNCATED", name, "none of its samples can be decoded: copy it again")
  if (series.length < declared)
    throw problem(
      "SERIES_TRUNCATED",
      name,
      `it declares ${declared} samples of each channel; ${series.length} can be decoded: copy it again`,
      { expected: declared, actual: series.length },
    )
  return series
}

/**
 * Decodes an MP3 file, by mpg123 in WebAssembly, loaded at the first call; the package has its code, so that nothing is
 * fetched. Broken frames are left out, as players do. Two equal channels become one.
 *
 * @throws PamiError `SERIES_BROKEN` if no frame can be decoded, `SERIES_TOO_LARGE`
 */
export async function decodeMp3(
  bytes: Uint8Array,
  { name = "the sound" }: DecodeSoundOptions = {},
): Promise<Series> {
  const { MPEGDecoder } = await import("mpg123-decoder")
  const series = await decodeAll(new MPEGDecoder(), bytes, mp3Piece, name)
  if (series === undefined)
    throw problem("SERIES_BROKEN", name, "none of its frames can be decoded as MP3: save it again, or as WAV")
  // The decoder always returns two channels.
  const { data, channels } = series
  const same = channels === 2 && data.every((value, i) => value === data[i - (i % 2)])
  return same ? withChannels(series, [data.filter((_, i) => i % 2 === 0)]) : series
}

/** Decodes a file piece by piece; `undefined` if it has no sample. */
async function decodeAll(
  decoder: Decoder,
  bytes: Uint8Array,
  piece: number,
  name: string,
): Promise<Series | undefined> {
  const found: Decoded[] = []
  let length = 0
  const add = (decoded: Decoded) => {
    if (decoded.samplesDecoded === 0) return
    found.push(decoded)
    length += decoded.samplesDecoded
    checkSize(name, length, found[0].channelData.length)
    if (
      decoded.sampleRate !== found[0].sampleRate ||
      decoded.channelData.length !== found[0].channelData.length
    )
      throw problem("SERIES_UNSUPPORTED", name, "its rate or its channels change on the way: save it as WAV")
  }
  await decoder.ready
  try {
    for (let at = 0; at < bytes.length; at += piece) add(await decoder.decode(bytes.subarray(at, at + piece)))
    if (decoder.flush !== undefined) add(await decoder.flush())
  } catch (error) {
    if (error instanceof Error && "code" in error) throw error
    throw problem("SERIES_BROKEN", name, error instanceof Error ? error.message : String(error))
  } finally {
    decoder.free()
  }
  if (found.length === 0) return undefined
  const channels = found[0].channelData.map((_, channel) => {
    const values = new Float32Array(length)
    let at = 0
    for (const { channelData, samplesDecoded } of found) {
      values.set(channelData[channel].subarray(0, samplesDecoded), at)
      at += samplesDecoded
    }
    return values
  })
  const empty: Series = { data: channels[0], length, channels: 1, kind: "sound" }
  return withChannels(empty, channels, found[0].sampleRate)
}
