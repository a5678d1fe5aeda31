import { classProbability, encode, PamiError, sizeOf } from "@pami/core"
import type { Activation, MaskingOperator, Model, ReadOut, Target, Tensor } from "@pami/core"
import {
  black,
  blur,
  color,
  decodeNpy,
  mean,
  noise,
  parseAugmentations,
  picture as pictureMask,
  pictureInput,
  white,
} from "@pami/image"
import type { Picture, PictureInput, Pixels, Preprocessing } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import type { Segmentation } from "@pami/superpixels"
import { readBytes } from "./files.ts"

/** Everything that decides a map but the model, the picture and the classes: plain data, kept in the manifest. */
export interface Job {
  /** Name of the model's input for the picture. */
  readonly input: string
  /** Name of the model's output, `null` for the only one that fits. */
  readonly output: string | null
  readonly activation: Activation | "auto"
  readonly preprocessing: Preprocessing
  readonly strategy: (typeof strategies)[number]
  /** Settings of a pre-segmentation, `null` for the list of 20 in the order of the mode. */
  readonly settings: readonly Segmentation[] | null
  /** Files of label maps, which are the partitions of a pre-segmentation instead of `settings`. */
  readonly labelMaps: readonly string[]
  /** Augmented copies, as `parseAugmentations` reads them. */
  readonly augment: string
  readonly stages: 1 | 2
  /** What the second stage is cut by. */
  readonly cutBy: "coloured" | "raw"
  /** The map of two stages: that of the second, or the product of both. */
  readonly combine: "second" | "product"
  readonly until: number | null
  readonly readOut: Required<ReadOut>
  readonly mode: "corrected" | "authors"
  readonly radius: number | null
  readonly stride: number | null
  readonly passes: number | null
  /** Name of a masking operator, `#rrggbb`, or a picture's file. */
  readonly mask: string
  readonly seed: number
  /** The model's other inputs: a number that fills them, or a `.npy` file, by name. */
  readonly feeds: Readonly<Record<string, string>>
}

/** Names of the strategies, for the command line. */
export const strategies = ["pre-segmentation", "sliding-window", "grid"] as const

/** Names of the masking operators, for the command line. */
export const masks = ["blur", "black", "white", "mean", "noise"] as const

/** The job with every file it names moved: seen from another folder, as a manifest is. */
export function moveFiles(job: Job, move: (file: string) => string): Job {
  const feeds = Object.entries(job.feeds).map(([name, value]) => [
    name,
    isNumber(value) ? value : move(value),
  ])
  return {
    ...job,
    mask: isMaskFile(job.mask) ? move(job.mask) : job.mask,
    labelMaps: job.labelMaps.map(move),
    feeds: Object.fromEntries(feeds) as Record<string, string>,
  }
}

function isMaskFile(mask: string): boolean {
  return !masks.some((name) => name === mask) && !hexColor.test(mask)
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text))
}

const hexColor = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i

/** What the job makes of the model's output. */
export function targetOf(
  { output, activation }: Job,
  classes: readonly number[] | ((prediction: Float64Array) => readonly number[]),
  labels: number | undefined,
): Target {
  return classProbability({
    activation,
    classes,
    ...(output === null ? {} : { output }),
    ...(labels === undefined ? {} : { labels }),
  })
}

/** What the job masks with. */
export async function maskingOf({ mask, mode, seed }: Job): Promise<MaskingOperator<Pixels>> {
  if (mask === "blur") return blur({ mode })
  if (mask === "black") return black()
  if (mask === "white") return white()
  if (mask === "mean") return mean()
  if (mask === "noise") return noise({ seed })
  const [, ...hex] = hexColor.exec(mask) ?? []
  if (hex.length > 0) return color(hex.map((byte) => parseInt(byte, 16)) as [number, number, number])
  return pictureMask(await decodePicture(mask))
}

/** The picture as the model's input, with the baseline of the job. */
export async function inputOf(job: Job, model: Model, picture: Picture): Promise<PictureInput> {
  const tensor = model.inputs.find(({ name }) => name === job.input)
  if (tensor === undefined)
    throw new PamiError(
      "INPUT_NOT_FOUND",
      `the model has no input named "${job.input}"; it has ${model.inputs.map(({ name }) => name).join(", ")}`,
    )
  return pictureInput({
    picture,
    preprocessing: job.preprocessing,
    masking: await maskingOf(job),
    tensor,
    augmentations: parseAugmentations(job.augment, job.preprocessing),
    others: await feedsOf(job, model),
  })
}

async function feedsOf({ feeds }: Job, model: Model): Promise<Record<string, Tensor>> {
  const tensors: Record<string, Tensor> = {}
  for (const [name, value] of Object.entries(feeds)) {
    const info = model.inputs.find((input) => input.name === name)
    if (info === undefined)
      throw new PamiError(
        "INPUT_NOT_FOUND",
        `--feed ${name}: the model has no such input; it has ${model.inputs.map((input) => input.name).join(", ")}`,
      )
    const { dtype } = info
    if (dtype === "string")
      throw new PamiError(
        "SHAPE_MISMATCH",
        `--feed ${name}: the model takes texts there, which cannot be fed`,
      )
    const { data, shape } = isNumber(value)
      ? constantOf(
          Number(value),
          info.shape.slice(1).map((length) => length ?? 1),
        )
      : decodeNpy(await readBytes(value))
    tensors[name] = { dtype, shape, data: encode(dtype, data) }
  }
  return tensors
}

function constantOf(value: number, shape: number[]): { data: Float32Array; shape: number[] } {
  return { data: new Float32Array(sizeOf(shape)).fill(value), shape }
}
