import type { Size } from "./picture.ts"
import type { DeclaredRange } from "./sample-range.ts"

/** The samples of the first image of a TIFF file, as it declares them. */
export interface TiffHeader extends Size {
  /** Of one sample. */
  readonly bits: number
  readonly kind: "unsigned" | "signed" | "float" | "other"
  /** Samples of a pixel. */
  readonly samples: number
  /** PhotometricInterpretation: 0 for grey of which the least is white, 1 for grey, 2 for red, green, blue. */
  readonly photometric: number
  /** SMinSampleValue and SMaxSampleValue of the first sample, as `range`; else MinSampleValue and MaxSampleValue. */
  readonly declared?: DeclaredRange
  /** Whether the last sample of a pixel is its alpha, as ExtraSamples says. */
  readonly hasAlpha: boolean
  /** Of an image that is stored in tiles. */
  readonly tile?: Size
  /** Where the values of SampleFormat and PhotometricInterpretation lie in the file, 16 bits each. */
  readonly places: { readonly formats: readonly number[]; readonly photometric?: number }
  readonly littleEndian: boolean
}

// Bytes of a value, by its type.
const sizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  8: 2,
  9: 4,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

/** More values than any tag has that is read here: one for each sample of a pixel. */
const mostValues = 64

/**
 * The header of a TIFF or BigTIFF file.
 *
 * @returns `undefined` for a header that is truncated or wrong
 */
export function readTiffHeader(bytes: Uint8Array): TiffHeader | undefined {
  try {
    return readHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (error) {
    // Reading past the end of the view is how a header shows that it is truncated.
    if ((error as Error).name === "RangeError") return undefined
    throw error
  }
}

function readHeader(view: DataView): TiffHeader | undefined {
  const little = view.getUint16(0) === 0x4949
  const big = view.getUint16(2, little) === 43
  const directory = big ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little)
  const count = big ? Number(view.getBigUint64(directory, little)) : view.getUint16(directory, little)
  const entrySize = big ? 20 : 12
  const first = directory + (big ? 8 : 2)
  const found = new Map<number, { readonly at: number; readonly type: number; readonly count: number }>()
  for (let i = 0; i < Math.min(count, 4096); i++) {
    const entry = first + i * entrySize
    const type = view.getUint16(entry + 2, little)
    const values = big ? Number(view.getBigUint64(entry + 4, little)) : view.getUint32(entry + 4, little)
    const inline = entry + (big ? 12 : 8)
    const fits = values * (sizes[type] ?? 1) <= (big ? 8 : 4)
    const at = fits
      ? inline
      : big
        ? Number(view.getBigUint64(inline, little))
        : view.getUint32(inline, little)
    found.set(view.getUint16(entry, little), { at, type, count: values })
  }
  const places = (tag: number) => {
    const entry = found.get(tag)
    if (entry === undefined || sizes[entry.type] === undefined) return []
    const length = Math.min(entry.count, mostValues)
    return Array.from({ length }, (_, i) => entry.at + i * sizes[entry.type])
  }
  const read = (tag: number): number | undefined => {
    const [at] = places(tag)
    return at === undefined ? undefined : readValue(view, at, found.get(tag)!.type, little)
  }
  const width = read(256)
  const height = read(257)
  if (width === undefined || height === undefined) return undefined
  const [tileWidth, tileHeight] = [read(322), read(323)]
  const declared = rangeOf("range", read(340), read(341)) ?? rangeOf("values", read(280), read(281))
  const extra = places(338).at(-1)
  const photometric = places(262).at(0)
  return {
    width,
    height,
    bits: read(258) ?? 1,
    kind: kinds[read(339) ?? 1] ?? "other",
    samples: read(277) ?? 1,
    photometric: read(262) ?? 1,
    ...(declared === undefined ? {} : { declared }),
    hasAlpha: extra !== undefined && alphas.includes(readValue(view, extra, found.get(338)!.type, little)),
    ...(tileWidth === undefined || tileHeight === undefined
      ? {}
      : { tile: { width: tileWidth, height: tileHeight } }),
    places: { formats: places(339), ...(photometric === undefined ? {} : { photometric }) },
    littleEndian: little,
  }
}

// ExtraSamples: alpha by which the colours are multiplied already, and alpha by which they are not.
const alphas = [1, 2]

function rangeOf(
  as: DeclaredRange["as"],
  least: number | undefined,
  greatest: number | undefined,
): DeclaredRange | undefined {
  const [low, high] = [least, greatest].map((value) => (Number.isFinite(value) ? value : undefined))
  if (low === undefined && high === undefined) return undefined
  return {
    ...(low === undefined ? {} : { least: low }),
    ...(high === undefined ? {} : { greatest: high }),
    as,
  }
}

// SampleFormat; 4 is "undefined", which is read as whole numbers.
const kinds: Readonly<Record<number, TiffHeader["kind"]>> = {
  1: "unsigned",
  2: "signed",
  3: "float",
  4: "unsigned",
}

function readValue(view: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, little)
    case 4:
    case 13:
      return view.getUint32(at, little)
    case 6:
      return view.getInt8(at)
    case 8:
      return view.getInt16(at, little)
    case 9:
      return view.getInt32(at, little)
    case 11:
      return view.getFloat32(at, little)
    case 12:
      return view.getFloat64(at, little)
    case 16:
    case 18:
      return Number(view.getBigUint64(at, little))
    case 17:
      return Number(view.getBigInt64(at, little))
    default:
      return view.getUint8(at)
  }
}

/**
 * The file with integers declared to have no sign, and the greatest sample to be white: a decoder then hands over their
 * bits as they are.
 */
export function declarePlain(bytes: Uint8Array, header: TiffHeader): Uint8Array {
  const { kind, photometric, places, littleEndian } = header
  if (kind !== "signed" && photometric !== 0) return bytes
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  if (kind === "signed") for (const at of places.formats) view.setUint16(at, 1, littleEndian)
  if (photometric === 0 && places.photometric !== undefined)
    view.setUint16(places.photometric, 1, littleEndian)
  return copy
}
