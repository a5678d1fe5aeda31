import { useMemo } from "preact/hooks"
import { cutSlice, greyRange, sliceView } from "@pami/figure"
import type { Content } from "../../../engine/kinds/contract.ts"
import { greyOf } from "../../kinds/logic/grey-of.ts"
import { RasterCanvas } from "../canvases.tsx"

type Volume = Extract<Content, { readonly kind: "volume" }>

/** A volume, as the page shows it. */
export interface ShownVolume extends Pick<Volume, "shape" | "spacing" | "directions"> {
  /** `null` where the map alone is known. */
  readonly values: Volume["values"] | null
}

interface SliceProps {
  readonly volume: ShownVolume
  /** The axis that the slice cuts across: 0, 1 or 2. */
  readonly axis: number
  readonly index: number
  /** Numbers of all voxels that lie over the slice as colours. */
  readonly over: Float32Array | null
  readonly paint: (slice: Float32Array) => Uint8ClampedArray<ArrayBuffer>
}

/** A slice of a volume in grey, with colours over it. */
export function Slice({ volume, axis, index, over, paint }: SliceProps) {
  const { shape, values, spacing, directions } = volume
  const view = sliceView(axis, directions ?? undefined)
  const range = useMemo(() => values && greyRange(values), [values])
  const under = useMemo(
    () => values && greyOf(cutSlice(values, shape, view, index), range!),
    [values, axis, index],
  )
  const colors = useMemo(
    () => (over === null ? null : paint(cutSlice(over, shape, view, index))),
    [over, paint, axis, index],
  )
  const [width, height] = [shape[view.right], shape[view.down]]
  const side = (of: number) => shape[of] * (spacing?.[of] ?? 1)
  return (
    <span class="overlay slice" style={{ aspectRatio: `${side(view.right)} / ${side(view.down)}` }}>
      {under && <RasterCanvas class="photo" width={width} height={height} pixels={under} />}
      {colors && <RasterCanvas class="layer whole" width={width} height={height} pixels={colors} />}
    </span>
  )
}
