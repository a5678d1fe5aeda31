import { useMemo } from "preact/hooks"
import { peakOf } from "@pami/figure"
import { coverOf } from "../../../kinds/logic/cover-of.ts"
import { keptUnits } from "../../../kinds/logic/kept-units.ts"
import { map, seen } from "../../../kinds/state.ts"
import type { KeptProps } from "../../trust/checks-props.ts"
import { Slice } from "../Slice.tsx"

const paint = (slice: Float32Array) => coverOf(Array.from(slice, Boolean))

/** The slice through the peak of the map with the masked voxels covered. */
export function KeptVoxels({ part, inverse }: KeptProps) {
  const content = seen.value!.content
  const values = map.value?.values ?? null
  const kept = useMemo(
    () => values && Float32Array.from(keptUnits(part, values.length, inverse), Number),
    [part, values, inverse],
  )
  if (content.kind !== "volume" || values === null) return null
  const isSigned = values.some((value) => value < 0)
  return (
    <div
      role="img"
      aria-label={
        inverse ? "The volume without its most important voxels" : "The most important voxels alone"
      }
    >
      <Slice
        volume={content}
        axis={0}
        index={peakOf(values, content.shape, isSigned)[0]}
        over={kept}
        paint={paint}
      />
    </div>
  )
}
