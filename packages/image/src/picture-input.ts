import {
  denseInput,
  formatShape,
  PamiError,
  type Input,
  type Json,
  type MaskingOperator,
  type Tensor,
  type TensorInfo,
} from "@pami/core"
import { fitPicture, type Geometry } from "./fit.ts"
import { toGrey, toPixels, type Picture, type Pixels } from "./picture.ts"
import { channelCount, checkPreprocessing, type Preprocessing } from "./preprocessing.ts"
import { toTensor } from "./to-tensor.ts"

/** What goes into a picture's input. */
export interface PictureInputOptions {
  readonly picture: Picture
  readonly preprocessing: Preprocessing
  /** Makes the baseline, from pixels at the input's size. */
  readonly masking: MaskingOperator<Pixels>
  /** The model's input for the picture, as it declares it. */
  readonly tensor: TensorInfo
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Readonly<Record<string, Tensor>>
}

/** A picture, ready to be explained. */
export interface PictureInput {
  /** Units are the cells of the model's grid, `[height, width]`. */
  readonly input: Input
  /** How to bring a map back to the picture. */
  readonly geometry: Geometry
  /** What the model sees, before normalisation. */
  readonly pixels: Pixels
}

/**
 * Fits a picture to the model's input, masks it, and normalises both.
 *
 * @throws PamiError `SHAPE_MISMATCH` when the model declares another shape than the preprocessing makes
 * @throws RangeError for preprocessing that makes no sense
 */
export function pictureInput(options: PictureInputOptions): PictureInput {
  const { picture, preprocessing, masking, tensor, others } = options
  checkPreprocessing(preprocessing)
  const { width, height, channels, layout } = preprocessing
  const count = channelCount(channels)
  const shape = layout === "nchw" ? [count, height, width] : [height, width, count]
  checkShape(shape, tensor, preprocessing)
  const fitted = fitPicture(picture, preprocessing)
  const pixels = toPixels(channels === "grey" ? toGrey(fitted.picture) : fitted.picture)
  const baseline = masking.baseline(pixels)
  const input = denseInput({
    name: tensor.name,
    dtype: tensor.dtype,
    units: [height, width],
    planes: layout === "nchw" ? count : 1,
    inner: layout === "nchw" ? 1 : count,
    shape,
    original: toTensor(pixels, preprocessing),
    baseline: toTensor(baseline, preprocessing),
    ...(others === undefined ? {} : { others }),
    settings: {
      preprocessing: preprocessingSettings(preprocessing),
      masking: { name: masking.name, ...masking.settings },
    },
  })
  return { input, geometry: fitted.geometry, pixels }
}

/** Preprocessing as the manifest records it. */
export function preprocessingSettings(preprocessing: Preprocessing): Record<string, Json> {
  const { resizeTo, padColor, mean, std, ...rest } = preprocessing
  return {
    ...rest,
    resizeTo: { width: resizeTo.width, height: resizeTo.height },
    padColor: [...padColor],
    mean: [...mean],
    std: [...std],
  }
}

function checkShape(shape: readonly number[], tensor: TensorInfo, { name, layout }: Preprocessing): void {
  const declared = tensor.shape.slice(1)
  if (tensor.shape.length === 4 && declared.every((side, axis) => side === null || side === shape[axis]))
    return
  throw new PamiError(
    "SHAPE_MISMATCH",
    `input ${tensor.name} takes ${formatShape(tensor.shape)}; preprocessing ${name} makes ` +
      `${formatShape([null, ...shape])} (${layout}). Change the layout, the size or the channels to fit.`,
  )
}
