/**
 * A picture, signal or volume to cut into parts.
 *
 * A unit is one pixel, sample or voxel; the labels of this package hold one number a unit.
 */
export interface Pixels {
  /** Number of units along each axis, slowest first: `[H, W]`, `[T]` or `[D, H, W]`. */
  readonly shape: readonly number[]
  /** Values a unit: 1 (grey), 2 (grey and opacity), 3 (colour) or 4 (colour and opacity). */
  readonly channels: 1 | 2 | 3 | 4
  /** Channel-last values, row-major. 8-bit values 0…255 stand for 0…1; floating-point ones are taken as they are. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array | Float64Array
}

/** A validated {@link Pixels}, with its axes padded to three. */
export interface Grid {
  /** Units along depth; 1 for pictures and signals. */
  readonly depth: number
  /** Units along height; 1 for signals. */
  readonly height: number
  /** Units along width, the fastest axis. */
  readonly width: number
  /** `depth * height * width`. */
  readonly units: number
}

/**
 * Checks a {@link Pixels} and gives its sizes.
 *
 * @throws TypeError when `data` is no 8-bit or floating-point typed array; RangeError when the shape has not 1 to 3
 *   positive whole axes, `channels` is not 1 to 4, the length does not fit, or a value is not finite.
 */
export function gridOf(pixels: Pixels): Grid {
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
  const kind = kindOf(data)
  if (kind === undefined) {
    throw new TypeError("data: expected a Uint8Array, Uint8ClampedArray, Float32Array or Float64Array")
  }
  const [width = 1, height = 1, depth = 1] = shape.toReversed()
  const units = depth * height * width
  if (data.length !== units * channels) {
    throw new RangeError(
      `data: expected ${units * channels} values (shape ${shape.join(" x ")}, ${channels} channels), received ${data.length}`,
    )
  }
  if (kind === "floats") {
    for (let index = 0; index < data.length; index++) {
      if (!Number.isFinite(data[index])) {
        throw new RangeError(`data: expected finite values, received ${data[index]} at index ${index}`)
      }
    }
  }
  return { depth, height, width, units }
}

/** What one step of the stored values is worth: 1/255 for 8-bit data, 1 for floating-point data. */
export function unitScale(data: Pixels["data"]): number {
  return kindOf(data) === "floats" ? 1 : 1 / 255
}

/** By name, not by `instanceof`: arrays of other realms (frames, Jest, vm) have classes of their own. */
function kindOf(data: unknown): "bytes" | "floats" | undefined {
  const name = Object.prototype.toString.call(data)
  if (name === "[object Uint8Array]" || name === "[object Uint8ClampedArray]") return "bytes"
  return name === "[object Float32Array]" || name === "[object Float64Array]" ? "floats" : undefined
}

/** The values as floating-point numbers, 8-bit ones scaled to 0…1: `[units * channels]`, a fresh array. */
export function toFloat(pixels: Pixels): Float64Array {
  const { data } = pixels
  const values = new Float64Array(data.length)
  const scale = unitScale(data)
  for (let index = 0; index < data.length; index++) values[index] = data[index] * scale
  return values
}
