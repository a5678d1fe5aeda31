import {
  decode,
  type Feeds,
  formatShape,
  PamiError,
  sizeOf,
  stores,
  type StringTensor,
  type Tensor,
  type TensorInfo,
} from "@pami/core"
import type { Fed } from "./batches.ts"

/**
 * Checks feeds against what the model declares.
 *
 * @throws TypeError, RangeError when a tensor contradicts itself
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`
 */
export function checkFeeds(inputs: readonly TensorInfo[], feeds: Feeds): Fed {
  const names = inputs.map((info) => info.name)
  const missing = names.find((name) => !Object.hasOwn(feeds, name))
  const unknown = Object.keys(feeds).find((name) => !names.includes(name))
  if (missing !== undefined || unknown !== undefined) {
    const what =
      missing === undefined ? `the model has no input "${unknown}"` : `nothing was fed to "${missing}"`
    const message = `${what}: its inputs are ${list(names)}, fed were ${list(Object.keys(feeds))}`
    throw new PamiError("INPUT_NOT_FOUND", message)
  }
  return inputs.map((info) => checkFeed(info, feeds[info.name]))
}

function checkFeed(info: TensorInfo, tensor: Tensor | StringTensor): Tensor | StringTensor {
  const input = `input "${info.name}"`
  const { dtype, shape, data } = tensor
  if (dtype !== "string" && !stores(dtype, data))
    throw new TypeError(`${input}: ${data.constructor.name} does not store ${dtype}`)
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `${input}: ${formatShape(shape)} needs ${sizeOf(shape)} elements, got ${data.length}`,
    )
  }
  if (dtype !== info.dtype) {
    const got = dtype === "string" ? "texts" : dtype
    throw new PamiError("SHAPE_MISMATCH", `${input} takes ${info.dtype}, got ${got}`)
  }
  // Graphs need not declare the shapes of their inputs.
  if (info.shape.length === 0) return tensor
  const shapes = `the model takes ${formatShape(info.shape)}, got ${formatShape(shape)}`
  if (shape.length !== info.shape.length) {
    const message = `${input} has ${info.shape.length} axes, got ${shape.length}: ${shapes}`
    throw new PamiError("SHAPE_MISMATCH", message)
  }
  const axis = info.shape.findIndex((length, axis) => length !== null && length !== shape[axis])
  if (axis < 0) return tensor
  const which = axis === 0 ? "axis 0 (the batch)" : `axis ${axis}`
  const message = `${input}: ${which} must be ${info.shape[axis]}, got ${shape[axis]}: ${shapes}`
  throw new PamiError("SHAPE_MISMATCH", message)
}

/** Elements in one of the three arrays of numbers that TensorFlow.js has, or texts; without a copy where possible. */
export function runtimeData({
  dtype,
  data,
}: Tensor | StringTensor): Float32Array | Int32Array | Uint8Array | string[] {
  switch (dtype) {
    case "string":
      return [...data]
    case "float32":
      return data as Float32Array
    case "int32":
      return data as Int32Array
    case "bool":
      return data as Uint8Array
    case "float16":
    case "float64":
      return Float32Array.from(decode({ dtype, shape: [], data }))
    case "int64":
      return Int32Array.from(data as BigInt64Array, fits)
    case "uint8":
    case "int8":
      return Int32Array.from(data as Uint8Array)
  }
}

/** The name that TensorFlow.js has for what {@link runtimeData} gives. */
export function runtimeType(dtype: TensorInfo["dtype"]): "float32" | "int32" | "bool" | "string" {
  if (dtype === "string" || dtype === "bool") return dtype
  return dtype.startsWith("float") ? "float32" : "int32"
}

function fits(value: bigint): number {
  const number = Number(value)
  if (number === (number | 0)) return number
  throw new RangeError(`${value} does not fit into 32 bits, in which TensorFlow.js holds int64`)
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ") || "none"
}
