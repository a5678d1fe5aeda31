import type { Geometry } from "@pami/image"
import { chosen, nameOf, prediction } from "../../state.ts"
import { choose } from "../../sweep.ts"
import { placeOf } from "../canvases.tsx"

/** The boxes of the detected objects; a click shows the map of one. The list of objects does the same by keyboard. */
export function Boxes({ geometry }: { readonly geometry: Geometry }) {
  const { grid } = geometry
  const objects = prediction.value?.classes.filter(({ box }) => box !== undefined) ?? []
  if (objects.length === 0) return null
  const share = (length: number, whole: number) => `${(length / whole) * 100}%`
  // The small ones on top, so that each can be clicked.
  const drawn = objects.toSorted((a, b) => areaOf(b.box!) - areaOf(a.box!))
  return (
    <div class="boxes" style={placeOf(geometry)} aria-hidden="true">
      {drawn.map(({ class: target, box }) => (
        <div
          key={target}
          class={target === chosen.value?.target ? "box chosen" : "box"}
          style={{
            left: share(box!.x, grid.width),
            top: share(box!.y, grid.height),
            width: share(box!.width, grid.width),
            height: share(box!.height, grid.height),
          }}
          onClick={() => void choose({ target, versus: null })}
        >
          <span>{nameOf(target)}</span>
        </div>
      ))}
    </div>
  )
}

function areaOf({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height
}
