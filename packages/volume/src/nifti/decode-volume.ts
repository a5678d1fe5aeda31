import { type Finding, PamiError } from "@pami/core"
import { slices } from "@pami/core/tensor"
import { arrangeAxes, reverseAxes } from "../arrange-axes.ts"
import type { VolumeErrorCode } from "../error-code.ts"
import { note, warning } from "../findings.ts"
import { mostValues, tooLarge, type Volume } from "../volume.ts"
import { openBytes } from "./byte-source.ts"
import { headerSizes, identify, type NiftiHeader, parseHeader } from "./header.ts"

/** Options of {@link decodeVolume}. */
export interface DecodeVolumeOptions {
  /** Number of the volume of a time series, from 0. Default: 0, with a finding. */
  readonly time?: number
  /**
   * Order of the axes. `"kji"` (default): the slowest of the file first, as SimpleITK reads it. `"ijk"`: the fastest of the
   * file first, as nibabel and MONAI read it. Three letters such as `"RAS"`: see `arrangeAxes`.
   */
  readonly axes?: string
  /** Name of the file, for messages. Default: `the volume`. */
  readonly name?: string
}

/**
 * Decodes a NIfTI-1 or NIfTI-2 file, `.nii` or `.nii.gz`. Values are scaled as the header says. Numbers that are not finite
 * become 0, with a finding. No more is inflated, or kept in memory, than the chosen volume needs.
 *
 * @throws PamiError `VOLUME_UNRECOGNIZED`, `VOLUME_UNSUPPORTED` (a type of voxels that is not read, by name; a pair of
 *   files), `VOLUME_TRUNCATED` with the expected and the found number of bytes, `VOLUME_INVALID`, `VOLUME_TOO_LARGE` (over
 *   2^27 values), `AXES_UNSUITABLE`
 * @throws RangeError for a time that is not a whole number from 0
 *
 * @example
 * const volume = await decodeVolume(bytesOfScan, { axes: "RAS" })
 * console.log(volume.shape.join("x"), volume.axes) // 4x6x5 RAS
 */
export async function decodeVolume(bytes: Uint8Array, options: DecodeVolumeOptions = {}): Promise<Volume> {
  const { time = 0, axes = "kji", name = "the volume" } = options
  if (!Number.isInteger(time) || time < 0) throw new RangeError(`time is a whole number from 0; got ${time}`)
  const source = openBytes(bytes, name)
  try {
    const start = await source.read(headerSizes[1]).catch((cause: unknown) => {
      throw shortHeader(bytes, name, cause)
    })
    const kind = identify(start, name)
    const rest = await source.read(headerSizes[kind.version] - start.length)
    const header = parseHeader(join(start, rest), kind, name)
    const { sides, times, vectors, datatype, offset } = header
    const voxels = sides[0] * sides[1] * sides[2]
    const channels = vectors * datatype.channels
    if (voxels * channels > mostValues) throw tooLarge(name, voxels * channels)
    const size = voxels * datatype.channels * datatype.bytes
    // Passing over bytes takes time, not memory.
    if (size * times * vectors > largestFile)
      throw new PamiError<VolumeErrorCode>(
        "VOLUME_TOO_LARGE",
        `${name} declares ${size * times * vectors} bytes; up to ${largestFile} are read. Save one volume of it alone`,
      )
    if (time >= times)
      throw new PamiError<VolumeErrorCode>(
        "VOLUME_INVALID",
        `${name} has ${times === 1 ? "one volume" : `${times} volumes`}; got time ${time}, counted from 0`,
        { data: { times, time } },
      )
    await source.skip(offset - headerSizes[kind.version])
    const blocks: Uint8Array[] = []
    for (let vector = 0; vector < vectors; vector++) {
      await source.skip(size * (vector === 0 ? time : times - 1))
      blocks.push(await source.read(size))
    }
    const { data, replaced } = await readNumbers(blocks, header)
    const [i, j, k] = sides
    const findings = [
      options.time === undefined && times > 1 && timeChosen(name, times),
      replaced > 0 && valuesReplaced(name, replaced),
      options.axes === undefined && axesNote(name, header),
    ].filter((finding) => typeof finding === "object")
    const volume: Volume = {
      shape: [k, j, i],
      channels,
      data,
      ...(header.spacing && { spacing: header.spacing.toReversed() as [number, number, number] }),
      ...(header.axes && { axes: [...header.axes].toReversed().join("") }),
      ...(findings.length > 0 && { findings }),
    }
    if (axes === "kji") return volume
    return axes === "ijk" ? reverseAxes(volume) : arrangeAxes(volume, axes)
  } finally {
    await source.close()
  }
}

const largestFile = 2 ** 33

/** Returns the numbers, scaled, each channel in one block, and how many were not finite. */
async function readNumbers(blocks: readonly Uint8Array[], { datatype, little, slope, inter }: NiftiHeader) {
  const { bytes, channels, read } = datatype
  const voxels = blocks[0].length / (bytes * channels)
  const data = new Float32Array(voxels * channels * blocks.length)
  const slice = slices()
  let replaced = 0
  for (const [vector, block] of blocks.entries()) {
    const view = new DataView(block.buffer, block.byteOffset, block.length)
    for (let voxel = 0; voxel < voxels; voxel++) {
      if (voxel % 16_384 === 0 && slice.due()) await slice.next()
      for (let channel = 0; channel < channels; channel++) {
        const value = Math.fround(read(view, (voxel * channels + channel) * bytes, little) * slope + inter)
        if (Number.isFinite(value)) data[(vector * channels + channel) * voxels + voxel] = value
        else replaced++
      }
    }
  }
  return { data, replaced }
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + other.length)
  whole.set(one)
  whole.set(other, one.length)
  return whole
}

/** A file shorter than a header may be truncated or another file: its first bytes say which. */
function shortHeader(bytes: Uint8Array, name: string, cause: unknown): unknown {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const size = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true)
  // 348 and 540, in either order of bytes.
  if (isGzip || [0x15c, 0x21c, 0x5c010000, 0x1c020000].includes(size)) return cause
  return new PamiError<VolumeErrorCode>(
    "VOLUME_UNRECOGNIZED",
    `${name} is not a NIfTI file: it has ${bytes.length} bytes, a header has 348 or 540. Convert it to .nii or .nii.gz`,
    { cause },
  )
}

function timeChosen(name: string, times: number): Finding {
  return warning(
    "TIME_CHOSEN",
    `${name} is a time series of ${times} volumes; the first is explained`,
    "choose another with the option time",
  )
}

function valuesReplaced(name: string, count: number): Finding {
  return warning(
    "VALUES_REPLACED",
    `${name} has ${count} values that are not finite numbers; they are replaced by 0`,
    "replace them as the model's training did",
  )
}

function axesNote(name: string, { axes }: NiftiHeader): Finding {
  const directions = axes === undefined ? "" : `, which count up towards ${[...axes].toReversed().join(", ")}`
  return note(
    "VOLUME_AXES",
    `the axes of ${name} are read in the order k, j, i${directions}, as SimpleITK reads them`,
    "if the model was trained with nibabel or MONAI, choose the option axes ijk, or letters such as RAS",
  )
}
