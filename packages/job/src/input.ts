import { encode, PamiError, sizeOf } from "@pami/core"
import type { MaskingOperator, Model, Tensor } from "@pami/core"
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
import type { Picture, PictureInput, Pixels } from "@pami/image"
import type { Files } from "./files.ts"
import { hexColor, isNumber } from "./job.ts"
import type { Job } from "./job.ts"

/**
 * The picture as the model's input, with the baseline of the job.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`, and what `files` throws
 */
export async function inputOf(
  job: Job,
  { inputs }: Pick<Model, "inputs">,
  picture: Picture,
  files: Files,
): Promise<PictureInput> {
  const tensor = inputs.find(({ name }) => name === job.input)
  if (tensor === undefined)
    throw new PamiError(
      "INPUT_NOT_FOUND",
      `the model has no input named "${job.input}"; it has ${inputs.map(({ name }) => name).join(", ")}`,
    )
  return pictureInput({
    picture,
    preprocessing: job.preprocessing,
    masking: await maskingOf(job, files),
    tensor,
    augmentations: parseAugmentations(job.augment, job.preprocessing),
    others: await feedsOf(job, inputs, files),
  })
}

async function maskingOf({ mask, mode, seed }: Job, files: Files): Promise<MaskingOperator<Pixels>> {
  if (mask === "blur") return blur({ mode })
  if (mask === "black") return black()
  if (mask === "white") return white()
  if (mask === "mean") return mean()
  if (mask === "noise") return noise({ seed })
  const rgb = hexColor(mask)
  return rgb === undefined ? pictureMask(await files.picture(mask)) : color(rgb)
}

async function feedsOf(
  { feeds }: Job,
  inputs: Model["inputs"],
  files: Files,
): Promise<Record<string, Tensor>> {
  const tensors: Record<string, Tensor> = {}
  for (const [name, value] of Object.entries(feeds)) {
    const info = inputs.find((input) => input.name === name)
    if (info === undefined)
      throw new PamiError(
        "INPUT_NOT_FOUND",
        `--feed ${name}: the model has no such input; it has ${inputs.map((input) => input.name).join(", ")}`,
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
      : decodeNpy(await files.bytes(value))
    tensors[name] = { dtype, shape, data: encode(dtype, data) }
  }
  return tensors
}

function constantOf(value: number, shape: number[]): { data: Float32Array; shape: number[] } {
  return { data: new Float32Array(sizeOf(shape)).fill(value), shape }
}
