import type { DType, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import { shapeMismatch, type Volume } from "./volume.ts"

/** Where channels lie in the input of a model: before the voxels, after them, or nowhere. */
export type VolumeLayout = "ncdhw" | "ndhwc" | "ndhw"

/** How a volume lies in the input of a model. */
export interface VolumeShape {
  readonly dtype: DType
  readonly layout: VolumeLayout
  /** Voxels that the model takes, `[D, H, W]`: those that it declares, and the volume's own on free axes. */
  readonly units: readonly [number, number, number]
  /** The shape of one item, without the batch. */
  readonly shape: readonly number[]
  /** Whether the declaration leaves open where the channels lie. */
  readonly isGuess: boolean
}

/**
 * Returns how a volume lies in the input of a model: `[N, C, D, H, W]`, `[N, D, H, W, C]` or `[N, D, H, W]`.
 *
 * @param layout default: the one that has the volume's number of channels, channels first if both have
 * @throws PamiError `SHAPE_MISMATCH` when the volume does not fit, with what would
 *
 * @example
 * const volume = volumeOfArray({ shape: [8, 16, 16], data: new Float32Array(8 * 16 * 16) })
 * const tensor = { name: "scan", dtype: "float32", shape: [null, 1, 32, 32, 32] } as const
 * console.log(volumeShape(tensor, volume).units.join("x")) // 32x32x32
 */
export function volumeShape(
  { name, dtype, shape }: TensorInfo,
  { channels, shape: own }: Pick<Volume, "channels" | "shape">,
  layout?: VolumeLayout,
): VolumeShape {
  const declared = shape.slice(1)
  const given = `${channels === 1 ? "" : `${channels} channels of `}${own.join(" x ")} voxels`
  const fail = (fix: string) =>
    shapeMismatch(
      `input ${name} takes ${dtype} ${formatShape(shape)}; got a volume of ${given}. ${fix}`,
      shape,
    )
  if (dtype === "string" || (shape.length !== 4 && shape.length !== 5))
    throw fail(
      "Inputs for volumes are [N, C, D, H, W], [N, D, H, W, C] or [N, D, H, W]; use arrayInput for others",
    )
  const fits = (length: number | null) => length === null || length === channels
  const candidates: VolumeLayout[] =
    declared.length === 3
      ? channels === 1
        ? ["ndhw"]
        : []
      : [
          ...(fits(declared[0]) ? (["ncdhw"] as const) : []),
          ...(fits(declared[3]) ? (["ndhwc"] as const) : []),
        ]
  // A length that is declared says more than a free axis.
  const isSure = (candidate: VolumeLayout) =>
    candidate === "ndhw" || declared[candidate === "ncdhw" ? 0 : 3] === channels
  const sure = candidates.filter(isSure)
  const possible = sure.length > 0 ? sure : candidates
  const [found] = layout === undefined ? possible : candidates.filter((candidate) => candidate === layout)
  if (found === undefined) {
    const ends = declared.length === 3 ? [1] : [declared[0], declared[3]]
    const taken = [...new Set(ends.filter((side) => side !== null))].join(" or ")
    throw fail(
      layout === undefined
        ? `The model takes ${taken} ${taken === "1" ? "channel" : "channels"}: give a volume with as many`
        : `The layout ${layout} does not fit`,
    )
  }
  const sides = found === "ncdhw" ? declared.slice(1) : declared.slice(0, 3)
  const [depth, height, width] = sides.map((side, axis) => side ?? own[axis])
  const units = [depth, height, width] as const
  return {
    dtype,
    layout: found,
    units,
    shape: found === "ndhw" ? units : found === "ncdhw" ? [channels, ...units] : [...units, channels],
    isGuess: layout === undefined && possible.length > 1,
  }
}
