import { PamiError } from "@pami/core"
import { formatShape, sizeOf, stores } from "@pami/core/tensor"
import type { Feeds, StringTensor, Tensor, TensorInfo } from "@pami/core"

/**
 * Returns the feeds of a run in the order of the model's inputs, after checking them against what the model declares.
 * An input declared without axes (`[]`) takes any shape.
 *
 * @throws TypeError, RangeError when a tensor contradicts itself
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`
 */
export function checkFeeds(inputs: readonly TensorInfo[], feeds: Feeds): (Tensor | StringTensor)[] {
  const names = inputs.map((info) => info.name)
  const missing = names.find((name) => !Object.hasOwn(feeds, name))
  const unknown = Object.keys(feeds).find((name) => !names.includes(name))
  if (missing !== undefined || unknown !== undefined) {
    const problem =
      missing === undefined ? `the model has no input "${unknown}"` : `input "${missing}" was not fed`
    throw new PamiError(
      "INPUT_NOT_FOUND",
      `${problem}: its inputs are ${list(names)}, the feeds are ${list(Object.keys(feeds))}`,
    )
  }
  return inputs.map((info) => checkFeed(info, feeds[info.name]))
}

function checkFeed(info: TensorInfo, tensor: Tensor | StringTensor): Tensor | StringTensor {
  const input = `input "${info.name}"`
  const { dtype, shape, data } = tensor
  if (dtype !== "string" && !stores(dtype, data))
    throw new TypeError(`${input}: ${data.constructor.name} does not store ${dtype}`)
  if (data.length !== sizeOf(shape))
    throw new RangeError(
      `${input}: ${formatShape(shape)} needs ${sizeOf(shape)} elements, got ${data.length}`,
    )
  const mismatch = (message: string) => new PamiError("SHAPE_MISMATCH", message)
  if (dtype !== info.dtype)
    throw mismatch(`${input} takes ${info.dtype}, got ${dtype === "string" ? "texts" : dtype}`)
  if (info.shape.length === 0) return tensor
  const shapes = `the model takes ${formatShape(info.shape)}, got ${formatShape(shape)}`
  if (shape.length !== info.shape.length)
    throw mismatch(`${input} has ${info.shape.length} axes, got ${shape.length}: ${shapes}`)
  const axis = info.shape.findIndex((length, axis) => length !== null && length !== shape[axis])
  if (axis < 0) return tensor
  const which = axis === 0 ? "axis 0 (the batch)" : `axis ${axis}`
  throw mismatch(`${input}: ${which} must be ${info.shape[axis]}, got ${shape[axis]}: ${shapes}`)
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ") || "none"
}
