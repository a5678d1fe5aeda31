import type { Series } from "../series.ts"
import { decodeFlac, decodeMp3 } from "./compressed.ts"
import { problem } from "./problem.ts"
import { decodeSeriesText, type DecodeSeriesTextOptions, encodingOf } from "./text.ts"
import { decodeWav } from "./wav.ts"

/** Formats that {@link decodeSeries} reads. */
export type SeriesFormat = "wav" | "flac" | "mp3" | "text"

/**
 * Returns the format of a file by its first bytes; `undefined` if it is none that {@link decodeSeries} reads. A text counts
 * as a series if its first characters are printable: only reading it shows whether it holds numbers.
 */
export function seriesFormat(bytes: Uint8Array): SeriesFormat | undefined {
  const tag = String.fromCharCode(...bytes.subarray(0, 4))
  if (["RIFF", "RF64", "RIFX"].includes(tag) && String.fromCharCode(...bytes.subarray(8, 12)) === "WAVE")
    return "wav"
  if (tag === "fLaC") return "flac"
  const encoding = encodingOf(bytes)
  // Eleven bits of 1 begin a frame; its layer is not 0. The mark of UTF-16 would be a frame of layer I, which no MP3 has.
  const isFrame = bytes[0] === 0xff && (bytes[1] & 0xe0) === 0xe0 && (bytes[1] & 6) !== 0
  if (tag.startsWith("ID3") || (isFrame && encoding === "utf-8")) return "mp3"
  const start = new TextDecoder(encoding).decode(bytes.subarray(0, 256))
  return start !== "" && !/(?![\t\n\v\f\r])\p{Cc}|\ufffd/u.test(start.slice(0, -3)) ? "text" : undefined
}

/**
 * Decodes a file by its first bytes: WAV, FLAC, MP3, or a table of numbers.
 *
 * @throws PamiError `SERIES_UNSUPPORTED` for any other file, and the errors of the decoder
 *
 * @example
 * const { length } = await decodeSeries(new TextEncoder().encode("1\n2\n4\n"))
 * console.log(length) // 3
 */
export async function decodeSeries(
  bytes: Uint8Array,
  { name = "the file", ...options }: DecodeSeriesTextOptions = {},
): Promise<Series> {
  switch (seriesFormat(bytes)) {
    case "wav":
      return decodeWav(bytes, { name })
    case "flac":
      return await decodeFlac(bytes, { name })
    case "mp3":
      return await decodeMp3(bytes, { name })
    case "text":
      return decodeSeriesText(bytes, { name, ...options })
    default:
      throw problem(
        "SERIES_UNSUPPORTED",
        name,
        "it is neither WAV, FLAC, MP3 nor text: convert it to WAV (ffmpeg -i FILE OUT.wav)",
      )
  }
}
