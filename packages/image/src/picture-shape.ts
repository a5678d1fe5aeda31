import { type DType, type Finding, PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { channelCount, type Preprocessing } from "./preprocessing.ts"

/**
 * Returns the shape in which one image is fed, as the model declares it: with an axis of channels; without one, where it
 * takes grey images; or as one row of numbers.
 *
 * @throws PamiError `SHAPE_MISMATCH` when the model declares another shape than the preprocessing makes
 */
export function pictureShape(
  tensor: TensorInfo,
  { name, width, height, channels, layout }: Preprocessing,
): { readonly dtype: DType; readonly shape: readonly number[]; readonly finding?: Finding } {
  if (tensor.dtype === "string")
    throw new PamiError("SHAPE_MISMATCH", `input ${tensor.name} takes texts, not an image`)
  const count = channelCount(channels)
  const usual = layout === "nchw" ? [count, height, width] : [height, width, count]
  const shapes = [usual, ...(count === 1 ? [[height, width]] : []), [count * height * width]]
  const declared = tensor.shape.slice(1)
  const shape = shapes.find(
    (shape) =>
      declared.length === shape.length &&
      declared.every((side, axis) => side === shape[axis] || (side === null && shape.length > 1)),
  )
  const { dtype } = tensor
  if (shape === usual) return { dtype, shape }
  if (shape !== undefined) return { dtype, shape, finding: shapeGuessed(tensor, count, usual) }
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input ${tensor.name} takes ${formatShape(tensor.shape)}; preprocessing ${name} makes ` +
      `${formatShape([null, ...usual])} (${layout}). Change the layout, the size or the channels to fit.`,
  )
}

function shapeGuessed({ name, shape }: TensorInfo, count: number, usual: readonly number[]): Finding {
  return {
    code: "SHAPE_GUESSED",
    level: "note",
    message: `input ${name} ${formatShape(shape)} does not say how an image lies in it: it is fed the numbers of ${formatShape([null, ...usual])}, ${count === 1 ? "grey, " : ""}row by row`,
    fix: "nothing, if the prediction is right; else export the model so that it takes images with their channels",
  }
}
