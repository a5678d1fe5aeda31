import { PamiError } from "@pami/core"
import type { VolumeErrorCode } from "../error-code.ts"
import { type Datatype, datatypes, otherDatatypes } from "./datatypes.ts"
import { axesOf } from "./orientation.ts"

/** The part of a NIfTI header that decides the numbers and their places. */
export interface NiftiHeader {
  readonly little: boolean
  /** Voxels along i, j and k, the fastest first. */
  readonly sides: readonly [number, number, number]
  /** Volumes of a time series. */
  readonly times: number
  /** Numbers of a voxel on the fifth axis. */
  readonly vectors: number
  readonly datatype: Datatype
  /** Byte of the file at which the numbers start. */
  readonly offset: number
  /** A stored number times `slope` plus `inter` is the value. */
  readonly slope: number
  readonly inter: number
  /** Distance of voxels along i, j and k in mm; `undefined` if the file states none. */
  readonly spacing: readonly [number, number, number] | undefined
  /** Directions in which i, j and k count up: `"RAS"`; `undefined` if the file states none. */
  readonly axes: string | undefined
}

/** Bytes of the header of each version. */
export const headerSizes = { 1: 348, 2: 540 } as const

/**
 * Returns the version and the byte order of a NIfTI file.
 *
 * @param start the first 348 bytes of the file
 * @throws PamiError `VOLUME_UNRECOGNIZED`, `VOLUME_UNSUPPORTED` for the header of a pair of files
 */
export function identify(start: Uint8Array, name: string): { version: 1 | 2; little: boolean } {
  const view = viewOf(start)
  const magicAt = (at: number) => String.fromCharCode(...start.subarray(at, at + 3))
  for (const little of [true, false]) {
    const size = view.getInt32(0, little)
    if (size !== headerSizes[1] && size !== headerSizes[2]) continue
    const version = size === headerSizes[1] ? 1 : 2
    const magic = magicAt(version === 1 ? 344 : 4)
    if (magic === `n+${version}`) return { version, little }
    if (magic === `ni${version}`)
      throw new PamiError<VolumeErrorCode>(
        "VOLUME_UNSUPPORTED",
        `${name} is the header of a pair of files (.hdr and .img): save it as one .nii file`,
      )
  }
  throw new PamiError<VolumeErrorCode>(
    "VOLUME_UNRECOGNIZED",
    `${name} is not a NIfTI file: expected a header of 348 or 540 bytes with the mark n+1 or n+2. Convert it to .nii or .nii.gz`,
  )
}

/**
 * Parses a header and checks its numbers.
 *
 * @throws PamiError `VOLUME_INVALID`, `VOLUME_UNSUPPORTED`
 */
export function parseHeader(
  bytes: Uint8Array,
  { version, little }: { version: 1 | 2; little: boolean },
  name: string,
): NiftiHeader {
  const view = viewOf(bytes)
  const int16 = (at: number) => view.getInt16(at, little)
  const int64 = (at: number) => Number(view.getBigInt64(at, little))
  const float32 = (at: number) => view.getFloat32(at, little)
  const float64 = (at: number) => view.getFloat64(at, little)
  const eight = (read: (at: number) => number, start: number, step: number) =>
    Array.from({ length: 8 }, (_, i) => read(start + i * step))
  const first = version === 1
  const float = first ? float32 : float64
  const width = first ? 4 : 8
  const dims = first ? eight(int16, 40, 2) : eight(int64, 16, 8)
  const pixdim = eight(float, first ? 76 : 104, width)
  const at = first
    ? { type: 70, offset: 108, scale: 112, units: 123, form: 252, quaternion: 256, rows: 280 }
    : { type: 12, offset: 168, scale: 176, units: 500, form: 344, quaternion: 352, rows: 400 }
  const sides = checkDims(dims, name)
  const forms = first
    ? [int16(at.form), int16(at.form + 2)]
    : [view.getInt32(at.form, little), view.getInt32(at.form + 4, little)]
  const units = first ? view.getUint8(at.units) : view.getInt32(at.units, little)
  const [slope, inter] = [float(at.scale), float(at.scale + width)]
  const isScaled = Number.isFinite(slope) && slope !== 0 && Number.isFinite(inter)
  return {
    little,
    ...sides,
    datatype: datatypeOf(int16(at.type), name),
    offset: checkOffset(first ? float32(at.offset) : int64(at.offset), headerSizes[version], name),
    slope: isScaled ? slope : 1,
    inter: isScaled ? inter : 0,
    spacing: spacingOf(pixdim, units & 7),
    axes: axesOf({
      qform: forms[0] > 0,
      sform: forms[1] > 0,
      flip: pixdim[0] < 0,
      quaternion: [0, 1, 2].map((i) => float(at.quaternion + i * width)),
      rows: [0, 1, 2].map((row) => [0, 1, 2].map((i) => float(at.rows + (row * 4 + i) * width))),
    }),
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

function checkDims(dims: readonly number[], name: string) {
  const [count] = dims
  const used = dims.slice(1, 1 + count)
  const invalid = (message: string) =>
    new PamiError<VolumeErrorCode>("VOLUME_INVALID", `${name} cannot be read: ${message}`, {
      data: { dim: [...dims] },
    })
  if (!(count >= 1 && count <= 7)) throw invalid(`its header states ${count} axes; expected 1 to 7`)
  if (!used.every((side) => side >= 1 && Number.isSafeInteger(side)))
    throw invalid(`its header states the sides ${used.join(" x ")}; each is at least 1`)
  const [i, j = 1, k = 1, times = 1, vectors = 1, ...others] = used
  if (others.some((side) => side > 1)) throw invalid(`it has more than five axes: ${used.join(" x ")}`)
  return { sides: [i, j, k] as const, times, vectors }
}

function datatypeOf(code: number, name: string): Datatype {
  const datatype = datatypes.get(code)
  if (datatype !== undefined) return datatype
  const readable = [...datatypes.values()].map((type) => type.name).join(", ")
  const known = otherDatatypes.get(code)
  throw new PamiError<VolumeErrorCode>(
    "VOLUME_UNSUPPORTED",
    `${name} has voxels of type ${known === undefined ? `number ${code}` : `${known} (${code})`}; read are ${readable}. Save it with one of these`,
    { data: { datatype: code } },
  )
}

// Extensions of the header are kilobytes.
const largestOffset = 2 ** 24

function checkOffset(offset: number, header: number, name: string): number {
  // Some writers leave 0, which means: right after the header and its four bytes of extension.
  if (offset === 0) return header + 4
  if (Number.isInteger(offset) && offset >= header && offset <= largestOffset) return offset
  throw new PamiError<VolumeErrorCode>(
    "VOLUME_INVALID",
    `${name} cannot be read: its header says that the voxels start at byte ${offset}; expected ${header} to ${largestOffset}`,
    { data: { offset: Number.isFinite(offset) ? offset : String(offset) } },
  )
}

// Codes of the units of length: metres, millimetres, micrometres.
const millimetres: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 }

function spacingOf(pixdim: readonly number[], unit: number): NiftiHeader["spacing"] {
  const [i, j, k] = pixdim.slice(1, 4).map((step) => Math.abs(step) * (millimetres[unit] ?? 1))
  return [i, j, k].every((step) => step > 0 && Number.isFinite(step)) ? [i, j, k] : undefined
}
