import type { Model, Tensors } from "@pami/core"
import { decodeNpy } from "@pami/image"
import {
  arrayInput,
  blur,
  decodeVolume,
  mean,
  minimum,
  noise,
  supervoxels,
  volumeInput,
  volumeOfArray,
} from "@pami/volume"
import type { Volume } from "@pami/volume"
import { grid } from "@pami/core"
import { inputNamed } from "./input-named.ts"
import type { ArrayRecipe, VolumeRecipe } from "../schema/data-recipe.ts"
import type { DataFile } from "./data-file.ts"
import type { PreparedData, UnitAxis } from "./prepared-data.ts"

/** Returns the volume in a file: NIfTI, or an array. */
export async function readVolume({ bytes, name, format }: DataFile, recipe: VolumeRecipe): Promise<Volume> {
  const { axes, time } = recipe
  if (format !== "npy") return await decodeVolume(bytes, { name, axes, time })
  const { shape, data } = decodeNpy(bytes, name)
  return volumeOfArray({ shape, data } as never)
}

const sides = ["slice", "row", "column"] as const

/** Returns a volume as the model's input. */
export async function prepareVolume(
  recipe: VolumeRecipe,
  model: Pick<Model, "inputs">,
  volume: Volume,
  others: Tensors,
): Promise<PreparedData> {
  const { normalization, passes } = recipe
  const prepared = await volumeInput({
    volume,
    tensor: inputNamed(model, recipe.input),
    masking: maskingOf(recipe),
    normalization,
    others,
  })
  const { spacing } = prepared.volume
  return {
    input: prepared.input,
    partitioner: supervoxels(passes === null ? {} : { passes }),
    axes: sides.map((name, axis): UnitAxis =>
      spacing === undefined
        ? { name, start: 0, step: 1 }
        : { name, unit: "mm", start: 0, step: spacing[axis] },
    ),
    size: `${volume.shape.join(" x ")} voxels`,
    content: { kind: "volume", volume: prepared.volume },
    findings: [],
  }
}

/** Returns an array as the model's input. */
export async function prepareArray(
  recipe: ArrayRecipe,
  model: Pick<Model, "inputs">,
  { bytes, name }: DataFile,
  others: Tensors,
): Promise<PreparedData> {
  const { axes, item, normalization, passes } = recipe
  const array = decodeNpy(bytes, name)
  const prepared = await arrayInput({
    array,
    tensor: inputNamed(model, recipe.input),
    ...(axes === null ? {} : { axes }),
    ...(item === 0 ? {} : { item }),
    masking: maskingOf(recipe),
    normalization,
    others,
  })
  return {
    input: prepared.input,
    partitioner: grid(passes === null ? {} : { passes }),
    axes: prepared.axes.map((axis) => ({ name: axis, start: 0, step: 1 })),
    size: `array of ${array.shape.join(" x ")}`,
    content: { kind: "array", ...prepared.samples },
    findings: [],
  }
}

function maskingOf({ mask, seed }: VolumeRecipe | ArrayRecipe) {
  if (mask === "mean") return mean()
  if (mask === "minimum") return minimum()
  return mask === "noise" ? noise({ seed }) : blur()
}
