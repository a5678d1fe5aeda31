import { useMemo } from "preact/hooks"
import { cutSlice, greyRange, sliceView } from "@pami/figure"
import type { Content } from "../../../engine/kinds/contract.ts"
import { greyOf } from "../../kinds/logic/grey-of.ts"
import { RasterCanvas } from "../canvases.tsx"

/** A volume, as the page shows it. */
export type ShownVolume = Extract<Content, { readonly kind: "volume" }>

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
  const range = useMemo(() => greyRange(values), [values])
  const under = useMemo(() => greyOf(cutSlice(values, shape, view, index), range), [volume, axis, index])
  const colors = useMemo(
    () => (over === null ? null : paint(cutSlice(over, shape, view, index))),
    [over, paint, axis, index],
  )
  const [width, height] = [shape[view.right], shape[view.down]]
  const side = (of: number) => shape[of] * (spacing?.[of] ?? 1)
  return (
    <span class="overlay slice" style={{ aspectRatio: `${side(view.right)} / ${side(view.down)}` }}>
      <RasterCanvas class="photo" width={width} height={height} pixels={under} />
      {colors && <RasterCanvas class="layer whole" width={width} height={height} pixels={colors} />}
    </span>
  )
}
