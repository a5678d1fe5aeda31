import { type Finding, PamiError } from "@pami/core"
import { formatShape, sizeOf } from "@pami/core/tensor"
import type { VolumeErrorCode } from "./error-code.ts"
import type { Samples } from "./samples.ts"

/** A volume: numbers on a grid of voxels. */
export interface Volume extends Samples {
  /** Voxels along each axis, slowest first: `[D, H, W]`. */
  readonly shape: readonly [depth: number, height: number, width: number]
  /** Numbers of one voxel. */
  readonly channels: number
  /** `[channels, D, H, W]`, row-major. */
  readonly data: Float32Array
  /** Distance of neighbouring voxels along each axis, in mm. Default: unknown. */
  readonly spacing?: readonly [number, number, number]
  /**
   * The direction in the body in which each axis counts up: `L`eft, `R`ight, `A`nterior, `P`osterior, `S`uperior,
   * `I`nferior. `"RAS"` is the order that MONAI and nibabel call RAS. Default: unknown.
   */
  readonly axes?: string
  /** Choices in decoding. Part of every explanation of the volume. */
  readonly findings?: readonly Finding[]
}

/** Most values of a volume: 512 x 512 x 512, half a gigabyte. */
export const mostValues = 2 ** 27

/**
 * Returns a volume of an array, such as `decodeNpy` of `@pami/image` reads from a `.npy` file: `[D, H, W]`, or
 * `[C, D, H, W]` with up to 16 channels. Leading axes of length one are dropped.
 *
 * @throws PamiError `SHAPE_MISMATCH` for another number of axes, `VOLUME_INVALID` for numbers that are not finite or a
 *   length that is not the product of the shape, `VOLUME_TOO_LARGE`
 *
 * @example
 * const volume = volumeOfArray({ shape: [1, 8, 16, 16], data: new Uint8Array(8 * 16 * 16) })
 * console.log(volume.shape.join("x")) // 8x16x16
 */
export function volumeOfArray(
  array: { readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> },
  { spacing, axes }: Pick<Volume, "spacing" | "axes"> = {},
): Volume {
  const { data } = array
  if (data.length > mostValues) throw tooLarge("the array", data.length)
  const sides = [...array.shape]
  while (sides.length > 3 && sides[0] === 1) sides.shift()
  const [depth, height, width] = sides.slice(-3)
  const channels = sides.length === 4 ? sides[0] : 1
  if (sides.length < 3 || sides.length > 4 || channels > mostChannels)
    throw new PamiError<VolumeErrorCode>(
      "SHAPE_MISMATCH",
      `a volume is an array [D, H, W], or [C, D, H, W] of up to ${mostChannels} channels; got [${array.shape.join(", ")}]. Explain arrays of other axes with arrayInput`,
      { data: { shape: [...array.shape] } },
    )
  return checkVolume({
    shape: [depth, height, width],
    channels,
    data: toFloats(data),
    ...(spacing === undefined ? {} : { spacing }),
    ...(axes === undefined ? {} : { axes }),
  })
}

const mostChannels = 16

function toFloats(data: ArrayLike<number | bigint>): Float32Array {
  const floats = new Float32Array(data.length)
  for (let i = 0; i < floats.length; i++) floats[i] = Number(data[i])
  return floats
}

/**
 * Returns the volume.
 *
 * @throws PamiError `VOLUME_INVALID` when shape and data contradict each other, or numbers are not finite
 */
export function checkVolume<Kind extends Samples>(volume: Kind): Kind {
  const { shape, channels, data } = volume
  const invalid = (message: string) => new PamiError<VolumeErrorCode>("VOLUME_INVALID", message)
  if (![...shape, channels].every((side) => Number.isInteger(side) && side >= 1))
    throw invalid(`every axis has at least one unit; got ${formatSides(volume)}`)
  if (data.length !== sizeOf(shape) * channels)
    throw invalid(`${formatSides(volume)} needs ${sizeOf(shape) * channels} numbers; got ${data.length}`)
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i]))
      throw invalid(`number ${i} is ${data[i]}: replace numbers that are not finite before explaining`)
  return volume
}

function formatSides({ shape, channels }: Samples): string {
  return `${shape.join(" x ")} units of ${channels} ${channels === 1 ? "number" : "numbers"}`
}

/** Returns the error for a volume beyond the limit. */
export function tooLarge(name: string, values: number): PamiError {
  return new PamiError<VolumeErrorCode>(
    "VOLUME_TOO_LARGE",
    `${name} has ${values} values; up to ${mostValues} are read. Crop it, or resample it to fewer voxels`,
    { data: { values, most: mostValues } },
  )
}

/** Returns the error for a shape that does not fit. */
export function shapeMismatch(message: string, shape: readonly (number | null)[]): PamiError {
  return new PamiError<VolumeErrorCode>("SHAPE_MISMATCH", message, {
    data: { expected: formatShape(shape) },
  })
}
