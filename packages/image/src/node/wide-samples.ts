import { slices } from "@pami/core/tensor"
import type { default as Sharp, Metadata } from "sharp"
import { type DecodeSettings, mostChannels } from "../decode-rules.ts"
import type { Picture } from "../picture.ts"
import { readPngHeader } from "../png.ts"
import { chooseRange, type Extremes, type SampleKind } from "../sample-range.ts"
import type { PictureFormat } from "../signature.ts"
import { declarePlain, readTiffHeader } from "../tiff.ts"
import { loadSharp } from "./load-sharp.ts"

/** An image whose samples are not bytes: grey or red, green, blue, perhaps with more channels, the last perhaps alpha. */
export interface WideSamples extends SampleKind {
  /** The file, for a decoder that knows unsigned integers and floating-point numbers only. */
  readonly bytes: Uint8Array
  /** Whether its colours are one channel, the first; else they are the first three. */
  readonly isGrey: boolean
  readonly hasAlpha: boolean
  /** Whether the least value is white. */
  readonly inverted: boolean
}

/** Returns the samples of an image that are not bytes; `undefined` for bytes, and where decoders choose the range. */
export function wideSamples(
  bytes: Uint8Array,
  format: PictureFormat,
  { channels }: Pick<Metadata, "channels">,
): WideSamples | undefined {
  if (format === "PNG") {
    const header = readPngHeader(bytes)
    if (header === undefined || header.bits !== 16) return undefined
    const { significantBits } = header
    const hasAlpha = channels === 2 || channels === 4
    const declared =
      significantBits === undefined
        ? {}
        : { declared: { greatest: 2 ** significantBits - 1, as: "bits" as const } }
    return {
      bytes,
      isGrey: channels <= 2,
      hasAlpha,
      kind: "unsigned",
      bits: 16,
      ...declared,
      inverted: false,
    }
  }
  const header = format === "TIFF" ? readTiffHeader(bytes) : undefined
  if (header === undefined || header.kind === "other" || header.photometric > 2) return undefined
  const { kind, bits, declared, hasAlpha, photometric } = header
  if (bits <= 8 && kind === "unsigned") return undefined
  return {
    bytes: declarePlain(bytes, header),
    isGrey: photometric <= 1,
    hasAlpha,
    kind,
    bits,
    ...(declared === undefined ? {} : { declared }),
    inverted: photometric === 0,
  }
}

/**
 * Decodes an image of wide samples to bytes.
 *
 * @returns nothing for one with alpha whose samples fill the range of their type, which the decoder blends by itself
 */
export async function decodeWide(wide: WideSamples, settings: DecodeSettings): Promise<Picture | undefined> {
  const { kind, bits, inverted } = wide
  const { depth, spaces, view } = storages[kind === "float" ? "float" : (bits as 8 | 16 | 32)]
  const space = spaces[wide.isGrey ? 0 : 1]
  const sharp = await loadSharp<typeof Sharp>()
  const image = sharp(wide.bytes, {
    limitInputPixels: settings.maxPixels,
    limitInputChannels: mostChannels,
    failOn: "error",
    ignoreIcc: true,
  })
  // The decoder takes any channel after the colours for alpha.
  if (!wide.hasAlpha) image.removeAlpha()
  const { data, info } = await image
    .autoOrient()
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const samples = view(data, kind === "signed")
  const colors = wide.isGrey ? 1 : 3
  const hasAlpha = wide.hasAlpha && channels > colors
  const values = await extremesOf(samples, channels, colors)
  const { black, white, finding } = settings.range
    ? { black: settings.range[0], white: settings.range[1], finding: undefined }
    : chooseRange(wide, values, settings.name)
  const fills = kind === "unsigned" && black === 0 && white === 2 ** bits - 1
  if (fills && hasAlpha && !inverted) return undefined
  const opaque = hasAlpha ? opaqueOf(wide, white, values.greatestAlpha) : 1
  // 16 bits that are used lose the lower eight, as decoders do it.
  const scale = fills && bits === 16 ? 1 / 256 : 255 / (white - black)
  const half = fills && bits === 16 ? 0 : 0.5
  const out = new Uint8Array(width * height * 3)
  const slice = slices()
  for (let from = 0, to = 0; to < out.length; from += channels) {
    if (from % 4096 === 0 && slice.due()) await slice.next()
    const share = hasAlpha ? Math.min(1, Math.max(0, samples[from + channels - 1] / opaque)) : 1
    for (let channel = 0; channel < 3; channel++) {
      const sample = samples[from + (colors === 3 ? channel : 0)]
      const value = (inverted ? white - sample : sample - black) * scale
      // Not a number becomes 0 in an array of bytes.
      const clipped = Math.min(255, Math.max(0, value))
      const blended = share === 1 ? clipped : clipped * share + settings.background[channel] * (1 - share)
      out[to++] = blended + half
    }
  }
  return { width, height, data: out, ...(finding === undefined ? {} : { findings: [finding] }) }
}

/** How the decoder hands over samples: the kind of its numbers, and colour spaces of grey and of colour that it leaves alone. */
export const storages = {
  8: {
    depth: "uchar",
    spaces: ["b-w", "srgb"],
    view: (data: Buffer, signed: boolean) => (signed ? new Int8Array(ownBuffer(data)) : data),
  },
  16: {
    depth: "ushort",
    spaces: ["grey16", "rgb16"],
    view: (data: Buffer, signed: boolean) =>
      signed ? new Int16Array(ownBuffer(data)) : new Uint16Array(ownBuffer(data)),
  },
  32: {
    depth: "uint",
    spaces: ["b-w", "srgb"],
    view: (data: Buffer, signed: boolean) =>
      signed ? new Int32Array(ownBuffer(data)) : new Uint32Array(ownBuffer(data)),
  },
  float: {
    depth: "float",
    spaces: ["b-w", "scrgb"],
    view: (data: Buffer) => new Float32Array(ownBuffer(data)),
  },
} as const

/** The bytes as a buffer that holds nothing else, as arrays of larger numbers begin at multiples of their size only. */
export function ownBuffer({ buffer, byteOffset, byteLength }: Buffer): ArrayBufferLike {
  return byteOffset === 0 && byteLength === buffer.byteLength
    ? buffer
    : buffer.slice(byteOffset, byteOffset + byteLength)
}

/** Of the colours, and the greatest alpha; what is not a number does not count. */
async function extremesOf(
  samples: ArrayLike<number>,
  channels: number,
  colors: number,
): Promise<Extremes & { readonly greatestAlpha: number }> {
  let least = Infinity
  let greatest = -Infinity
  let greatestAlpha = 0
  const slice = slices()
  for (let pixel = 0; pixel < samples.length; pixel += channels) {
    if (pixel % 4096 === 0 && slice.due()) await slice.next()
    for (let i = pixel; i < pixel + colors; i++) {
      const value = samples[i]
      if (value < least && value !== -Infinity) least = value
      if (value > greatest && value !== Infinity) greatest = value
    }
    const alpha = samples[pixel + channels - 1]
    if (channels > colors && alpha > greatestAlpha) greatestAlpha = alpha
  }
  return least > greatest ? { least: 0, greatest: 0, greatestAlpha } : { least, greatest, greatestAlpha }
}

/** The alpha of an opaque pixel: in the colours' range where none lies above it, else the greatest of its type. */
function opaqueOf({ kind, bits }: SampleKind, white: number, greatest: number): number {
  if (kind === "float") return greatest <= 1 ? 1 : white
  return greatest <= white ? white : 2 ** (kind === "signed" ? bits - 1 : bits) - 1
}
