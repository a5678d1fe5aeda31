import {
  denseInput,
  type Augmentation,
  type Input,
  type Json,
  type MaskingOperator,
  type Tensor,
  type TensorInfo,
  type Tensors,
  type Values,
} from "@pami/core"
import { nextTurn, digestInTurns } from "@pami/core/tensor"
import { fitPicture, type Geometry } from "./fit.ts"
import { toGrey, toPixels, type Picture, type Pixels } from "./picture.ts"
import { channelCount, checkPreprocessing, type Preprocessing } from "./preprocessing.ts"
import { pictureShape } from "./picture-shape.ts"
import { toTensor } from "./to-tensor.ts"

/** Options of {@link pictureInput}. */
export interface PictureInputOptions {
  readonly picture: Picture
  readonly preprocessing: Preprocessing
  /** Makes the baseline, from pixels at the input's size. */
  readonly masking: MaskingOperator<Pixels>
  /** The model's input for the image, as it declares it. */
  readonly tensor: TensorInfo
  /**
   * Variants of the image that are cut, masked and shown like it, each made of the fitted pixels; partitioners that do
   * not use variants omit them. Default: none.
   */
  readonly augmentations?: readonly Augmentation<Pixels>[]
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Readonly<Record<string, Tensor>>
}

/** An image, ready to be explained. */
export interface PictureInput {
  /** Units are the cells of the model's grid, `[height, width]`. */
  readonly input: Input<Tensors>
  /** How to bring a map back to the image. */
  readonly geometry: Geometry
  /** The fitted image, before normalisation. */
  readonly pixels: Pixels
  /** Like `pixels`: the values that replace masked pixels. */
  readonly baseline: Pixels
  /**
   * The same input, but partitioners look at another image: the first map, in the second stage.
   *
   * @param name of that image, for the manifest
   * @param picture of the input's size
   * @param channels that partitioners see: 3 as bytes, or 1 (the first) as numbers. Default 3
   */
  cutBy(name: string, picture: Pixels, channels?: 1 | 3): Input<Tensors>
  /** Returns the same image over another baseline. It is not fitted again. */
  maskedBy(masking: MaskingOperator<Pixels>): Promise<PictureInput>
}

/**
 * Fits an image to the model's input, masks it, and normalises both. Lets the event loop turn meanwhile.
 *
 * @throws PamiError `SHAPE_MISMATCH` when the model declares another shape than the preprocessing makes
 * @throws RangeError for preprocessing that makes no sense
 *
 * @example
 * const picture = { width: 64, height: 48, data: new Uint8Array(3 * 64 * 48).fill(200) }
 * const tensor = { name: "pixel_values", dtype: "float32", shape: [null, 3, 224, 224] } as const
 * const preprocessing = preset("imagenet", { fit: "stretch" })
 * const { input, geometry } = await pictureInput({ picture, preprocessing, masking: blur(), tensor })
 * console.log(input.grids[0].shape.join()) // 224,224
 */
export async function pictureInput(options: PictureInputOptions): Promise<PictureInput> {
  const { picture, preprocessing, tensor, augmentations = [], others } = options
  checkPreprocessing(preprocessing)
  const { width, height, channels, layout } = preprocessing
  const count = channelCount(channels)
  const { dtype, shape, finding } = pictureShape(tensor, preprocessing)
  const findings = [...(picture.findings ?? []), ...(finding === undefined ? [] : [finding])]
  const fitted = await fitPicture(picture, preprocessing)
  await nextTurn()
  const image = channels === "grey" ? toGrey(fitted.picture) : fitted.picture
  const pixels = toPixels(image)
  const units = [height, width]
  const tensorOf = async (seen: Pixels) => {
    // One tensor of a large input takes tens of milliseconds.
    await nextTurn()
    return toTensor(seen, preprocessing)
  }
  const original = await tensorOf(pixels)
  const maskedBy = async (masking: MaskingOperator<Pixels>): Promise<PictureInput> => {
    const baseline = await masking.baseline(pixels)
    const itself = { original, baseline: await tensorOf(baseline) }
    const digest = await digestInTurns({
      ...itself,
      dtype,
      ...(others === undefined ? {} : { others }),
    })
    const cutBy = (
      name: string | null,
      source: Pixels,
      itsValues: () => Values,
      visible: 1 | 3,
    ): Input<Tensors> =>
      denseInput({
        name: tensor.name,
        dtype,
        units,
        grid: "image",
        planes: layout === "nchw" ? count : 1,
        inner: layout === "nchw" ? 1 : count,
        shape,
        ...itself,
        digest,
        ...(others === undefined ? {} : { others }),
        ...(findings.length === 0 ? {} : { findings }),
        settings: {
          preprocessing: preprocessingSettings(preprocessing),
          masking: { name: masking.name, ...masking.settings },
          ...(name === null ? {} : { cutBy: name }),
        },
        values: itsValues,
        variants: augmentations.map((augmentation) => {
          const inverse = augmentation.inverse(units)
          return {
            name: augmentation.name,
            settings: augmentation.settings,
            inverse,
            make: async () => {
              const variant = augmentation.forward(pixels)
              const masked = await masking.baseline(variant)
              return { original: await tensorOf(variant), baseline: await tensorOf(masked) }
            },
            // A change of colour leaves another image to cut by as it is.
            values: () =>
              name !== null && inverse === null
                ? itsValues()
                : valuesOf(augmentation.forward(source), visible),
          }
        }),
      })
    return {
      // The bytes themselves: no floats rounded back.
      input: cutBy(null, pixels, () => ({ shape: units, channels: 3, data: image.data }), 3),
      geometry: fitted.geometry,
      pixels,
      baseline,
      cutBy(name, source, seen = 3) {
        if (source.width !== width || source.height !== height)
          throw new RangeError(
            `an image to cut by has the input's ${width} x ${height}, not ${source.width} x ${source.height}`,
          )
        return cutBy(name, source, () => valuesOf(source, seen), seen)
      },
      maskedBy,
    }
  }
  return await maskedBy(options.masking)
}

/** Returns the values of pixels for partitioners: bytes of all channels, as the authors' code, or the first channel as it is. */
function valuesOf({ width, height, data }: Pixels, channels: 1 | 3): Values {
  const shape = [height, width]
  if (channels === 1)
    return { shape, channels, data: Float32Array.from({ length: width * height }, (_, i) => data[3 * i]) }
  const bytes = new Uint8Array(data.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(255 * data[i])
  return { shape, channels, data: bytes }
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
