import { checkSeries, type Series } from "../series.ts"

/** Options of {@link encodeWav}. */
export interface EncodeWavOptions {
  /** Samples of 16 bits, clipped to -1 to 1, or exact floats. Default `int16`. */
  readonly samples?: "int16" | "float32"
}

/**
 * Returns the bytes of a WAV file.
 *
 * @throws RangeError for a series without a rate, or whose rate is not a whole number
 */
export function encodeWav(series: Series, { samples = "int16" }: EncodeWavOptions = {}): Uint8Array {
  checkSeries(series)
  const { data, channels, rate } = series
  if (!Number.isInteger(rate))
    throw new RangeError(`a WAV file has a rate of a whole number of Hz; the series has ${rate ?? "none"}`)
  const bytes = samples === "int16" ? 2 : 4
  const size = data.length * bytes
  const out = new Uint8Array(44 + size)
  const view = new DataView(out.buffer)
  out.set(new TextEncoder().encode("RIFF    WAVEfmt "))
  view.setUint32(4, 36 + size, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, samples === "int16" ? 1 : 3, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate!, true)
  view.setUint32(28, rate! * channels * bytes, true)
  view.setUint16(32, channels * bytes, true)
  view.setUint16(34, bytes * 8, true)
  out.set(new TextEncoder().encode("data"), 36)
  view.setUint32(40, size, true)
  for (const [index, value] of data.entries())
    if (samples === "float32") view.setFloat32(44 + index * 4, value, true)
    else view.setInt16(44 + index * 2, Math.max(-32768, Math.min(32767, Math.round(value * 32768))), true)
  return out
}
