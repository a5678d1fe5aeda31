/**
 * An image, signal or volume to segment.
 *
 * A unit is one pixel, sample or voxel. Label maps hold one number per unit.
 */
export interface Pixels {
  /** Number of units along each axis, slowest first: `[H, W]`, `[T]` or `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Number of values per unit: 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha). */
  readonly channels: number
  /** `[...shape, channels]`, row-major. 8-bit values 0…255 stand for 0…1; floats are used unchanged. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array | Float64Array
}

/** The size of valid {@link Pixels}, with the axes padded to three. */
export interface Grid {
  /** Units along depth; 1 for images and signals. */
  readonly depth: number
  /** Units along height; 1 for signals. */
  readonly height: number
  /** Units along width, the fastest axis. */
  readonly width: number
  /** `depth * height * width`. */
  readonly units: number
}

/**
 * Returns the grid of valid pixels.
 *
 * @throws TypeError if `data` is not a typed array of bytes, 32-bit or 64-bit floats; RangeError if `shape` does not
 *   hold 1 to 3 positive whole numbers, `channels` is not 1 to 4, the length of `data` does not match, or a value is
 *   not finite
 */
export function validGrid(pixels: Pixels): Grid {
  const { shape, channels, data } = pixels
  if (!Array.isArray(shape) || shape.length < 1 || shape.length > 3) {
    throw new RangeError(`shape: expected [H, W], [T] or [D, H, W], received ${JSON.stringify(shape)}`)
  }
  for (const axis of shape) {
    if (!Number.isInteger(axis) || axis < 1) {
      throw new RangeError(`shape: expected positive whole numbers, received ${JSON.stringify(shape)}`)
    }
  }
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4) {
    throw new RangeError(`channels: expected 1, 2, 3 or 4, received ${String(channels)}`)
  }
  const format = formatOf(data)
  if (format === undefined) {
    throw new TypeError("data: expected a Uint8Array, Uint8ClampedArray, Float32Array or Float64Array")
  }
  const [width = 1, height = 1, depth = 1] = shape.toReversed()
  const units = depth * height * width
  if (data.length !== units * channels) {
    throw new RangeError(
      `data: expected ${units * channels} values (shape ${shape.join(" x ")}, ${channels} channels), received ${data.length}`,
    )
  }
  if (format === "floats") {
    for (let index = 0; index < data.length; index++) {
      if (!Number.isFinite(data[index])) {
        throw new RangeError(`data: expected finite values, received ${data[index]} at index ${index}`)
      }
    }
  }
  return { depth, height, width, units }
}

/** Returns the factor that scales stored values to 0…1: 1/255 for 8-bit data, 1 for floating-point data. */
export function unitScale(data: Pixels["data"]): number {
  return formatOf(data) === "floats" ? 1 : 1 / 255
}

/** Compares class names, because `instanceof` is false for arrays of another realm (frames, Jest, vm). */
function formatOf(data: unknown): "bytes" | "floats" | undefined {
  const name = Object.prototype.toString.call(data)
  if (name === "[object Uint8Array]" || name === "[object Uint8ClampedArray]") return "bytes"
  return name === "[object Float32Array]" || name === "[object Float64Array]" ? "floats" : undefined
}

/** Copies the values to a new array `[units * channels]`, with 8-bit values scaled to 0…1. */
export function toFloat(pixels: Pixels): Float64Array {
  const { data } = pixels
  const values = new Float64Array(data.length)
  const scale = unitScale(data)
  for (let index = 0; index < data.length; index++) values[index] = data[index] * scale
  return values
}
