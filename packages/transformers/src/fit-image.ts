import { PamiError } from "@pami/core"
import type { FitImage } from "@pami/explainer"
import { toPixels, toTensor } from "@pami/image"
import type { Geometry, Picture, Preprocessing } from "@pami/image"
import { RawImage } from "@huggingface/transformers"
import type { TransformersErrorCode } from "./codes.ts"
import type { ImageProcessor, OpenedPipeline, PipelineProcessor, PipelineTensor } from "./pipeline.ts"
import { reasonOf, unsupported } from "./pipeline.ts"

/**
 * Returns the function that brings an image to the model's size by the processor of a pipeline. The pixels are read back from
 * the processor's tensor, so that they can be masked as colours; that they make the same tensor again is verified.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a pipeline without an image processor; when called,
 *   `PREPROCESSING_UNSUPPORTED` for a processor that does more than resize, crop, scale and normalize
 */
export function fitByProcessor({ task, processor }: OpenedPipeline): FitImage {
  if (processor?.image_processor === undefined)
    throw unsupported(
      `a pipeline for ${task} needs an image processor: its model has no preprocessor_config.json`,
    )
  const { image_processor: own } = processor
  let numbers: Promise<Numbers> | undefined
  return async (picture) => {
    const values = await pixelValues(processor, picture)
    const [, channels, height, width] = values.dims
    const { mean, std } = await (numbers ??= numbersOf(processor, own, values))
    const preprocessing: Preprocessing = {
      name: "the pipeline's processor",
      width,
      height,
      fit: "stretch",
      resizeTo: { width, height },
      padColor: [0, 0, 0],
      resample: "bilinear",
      channels: channels === 1 ? "grey" : "rgb",
      layout: "nchw",
      mean,
      std,
    }
    const seen = pictureOf(values, preprocessing)
    if (!isSame(toTensor(toPixels(seen), preprocessing), values.data))
      throw unfollowed("it makes other numbers than those of resized, cropped, scaled and normalized colours")
    return { picture: seen, geometry: geometryOf(own, picture, { width, height }), preprocessing }
  }
}

type Numbers = Pick<Preprocessing, "mean" | "std">

async function pixelValues(
  processor: PipelineProcessor,
  { width, height, data }: Picture,
): Promise<PipelineTensor> {
  const { pixel_values: values } = await processor(new RawImage(data, width, height, 3)).catch((cause) => {
    throw unfollowed(`it fails, ${reasonOf(cause)}`, cause)
  })
  const [items, channels] = values?.dims ?? []
  if (values?.type !== "float32" || values.dims.length !== 4 || items !== 1 || ![1, 3].includes(channels))
    throw unfollowed(`it makes pixel_values of [${values?.dims.join(", ")}], not of [1, 3, height, width]`)
  return values
}

/**
 * Returns the mean and the deviation of a processor: those of its configuration, if black and white images become what they say,
 * else those that black and white show.
 */
async function numbersOf(
  processor: PipelineProcessor,
  { image_mean: named = 0, image_std: deviation = 1 }: ImageProcessor,
  { dims: [, channels, height, width] }: PipelineTensor,
): Promise<Numbers> {
  // Not smaller than what is cut out of it.
  const side = Math.max(64, height, width)

  const [black, white] = await Promise.all(
    [0, 255].map(async (colour) => {
      const data = new Uint8Array(side * side * 3).fill(colour)
      const values = await pixelValues(processor, { width: side, height: side, data })
      const area = values.data.length / channels
      return Array.from({ length: channels }, (_, channel) =>
        Number(values.data[channel * area + (area >> 1)]),
      )
    }),
  )
  const spread = (numbers: readonly number[] | number) =>
    black.map((_, channel) => (typeof numbers === "number" ? numbers : numbers[channel]))
  const configured = { mean: spread(named), std: spread(deviation) }
  const agrees = black.every((low, channel) => {
    const [mean, std] = [configured.mean[channel], configured.std[channel]]
    return isClose(low, -mean / std) && isClose(white[channel], (1 - mean) / std)
  })
  if (agrees) return configured
  const std = black.map((low, channel) => 1 / (white[channel] - low))
  if (!std.every((value) => Number.isFinite(value) && value > 0))
    throw unfollowed("black and white become the same")
  return { mean: black.map((low, channel) => -low * std[channel]), std }
}

/** Returns the colours that became a tensor. */
function pictureOf({ data }: PipelineTensor, { width, height, mean, std }: Preprocessing): Picture {
  const area = width * height
  const channels = mean.length
  const bytes = new Uint8Array(3 * area)
  for (let channel = 0; channel < 3; channel++) {
    const from = Math.min(channel, channels - 1)
    for (let i = 0; i < area; i++) {
      const share = Number(data[from * area + i]) * std[from] + mean[from]
      bytes[3 * i + channel] = Math.min(255, Math.max(0, Math.round(255 * share)))
    }
  }
  return { width, height, data: bytes }
}

function isSame(made: Float32Array, values: ArrayLike<number | bigint>): boolean {
  return made.length === values.length && made.every((value, i) => isClose(value, Number(values[i])))
}

/** Whether two numbers differ by less than the rounding of a few steps in float32. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 2e-5 * Math.max(1, Math.abs(a))
}

/** Returns where in the image the model's input lies: the whole of it, or the middle that is cut out after resizing. */
function geometryOf(
  processor: ImageProcessor,
  { width, height }: Picture,
  grid: { readonly width: number; readonly height: number },
): Geometry {
  const resized = sizeBeforeCrop(processor, { width, height }, grid)
  const [left, top] = [(resized.width - grid.width) / 2, (resized.height - grid.height) / 2].map(Math.floor)
  const [across, down] = [width / resized.width, height / resized.height]
  return {
    grid,
    picture: { width, height },
    covers: { x: left * across, y: top * down, width: grid.width * across, height: grid.height * down },
    shows: {
      x: Math.max(0, -left),
      y: Math.max(0, -top),
      width: Math.min(grid.width, resized.width),
      height: Math.min(grid.height, resized.height),
    },
  }
}

function sizeBeforeCrop(
  processor: ImageProcessor,
  { width, height }: Pick<Picture, "width" | "height">,
  grid: Pick<Picture, "width" | "height">,
): Pick<Picture, "width" | "height"> {
  const { do_center_crop: crops, do_resize: resizes, crop_pct: share, size } = processor
  const edge = (size as { readonly shortest_edge?: number } | undefined)?.shortest_edge
  if (share !== undefined && edge !== undefined && edge < 384) {
    // As ConvNeXt's: the shorter side is resized to more than the model's, and the middle cut out.
    const scale = Math.floor(edge / share) / Math.min(width, height)
    return { width: Math.floor(width * scale), height: Math.floor(height * scale) }
  }
  if (!crops) return grid
  if (resizes === false) return { width, height }
  const [across, down] = processor.get_resize_output_image_size({ size: [width, height] }, size)
  return { width: across, height: down }
}

function unfollowed(what: string, cause?: unknown): PamiError {
  return new PamiError<TransformersErrorCode>(
    "PREPROCESSING_UNSUPPORTED",
    `the pipeline's image processor cannot be followed: ${what}; give explainer() of @pami/explainer the model's file with its own preprocessing`,
    { cause },
  )
}
