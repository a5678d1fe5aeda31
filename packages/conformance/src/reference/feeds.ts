import { type Feeds, formatShape, PamiError, sizeOf, stores, type Tensor, type TensorInfo } from "@pami/core"

/**
 * The feeds, checked against what the model declares.
 *
 * @throws TypeError, RangeError for a tensor that contradicts itself
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`
 */
export function checkFeeds(inputs: readonly TensorInfo[], feeds: Feeds): [name: string, tensor: Tensor][] {
  const names = inputs.map(({ name }) => name)
  const unknown = Object.keys(feeds).find((name) => !names.includes(name))
  const missing = names.find((name) => !Object.hasOwn(feeds, name))
  if (unknown !== undefined)
    throw new PamiError("INPUT_NOT_FOUND", `no input is called "${unknown}": feed ${names.join(", ")}`)
  if (missing !== undefined)
    throw new PamiError("INPUT_NOT_FOUND", `nothing was fed to "${missing}": feed ${names.join(", ")}`)
  return inputs.map((info) => [info.name, checkFeed(info, feeds[info.name])])
}

function checkFeed({ name, dtype, shape }: TensorInfo, tensor: Feeds[string]): Tensor {
  const wanted = `input "${name}" takes ${dtype} ${formatShape(shape)}`
  if (tensor.dtype === "string") throw new PamiError("SHAPE_MISMATCH", `${wanted}, got texts`)
  if (!stores(tensor.dtype, tensor.data))
    throw new TypeError(`input "${name}": ${tensor.data.constructor.name} does not store ${tensor.dtype}`)
  const got = formatShape(tensor.shape)
  if (tensor.data.length !== sizeOf(tensor.shape))
    throw new RangeError(
      `input "${name}": ${got} has ${sizeOf(tensor.shape)} elements, got ${tensor.data.length}`,
    )
  const fits =
    tensor.dtype === dtype &&
    tensor.shape.length === shape.length &&
    shape.every((length, axis) => (length ?? tensor.shape[axis]) === tensor.shape[axis])
  if (!fits) throw new PamiError("SHAPE_MISMATCH", `${wanted}, got ${tensor.dtype} ${got}`)
  return tensor
}
