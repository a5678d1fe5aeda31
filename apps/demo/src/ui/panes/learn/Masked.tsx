import { useMemo } from "preact/hooks"
import type { Prediction, Preview } from "../../../engine/contract.ts"
import { best, centre, lesson, parts, partShown, radius, score, type Place } from "../../learn/state.ts"
import { moveTo } from "../../learn/actions.ts"
import { score as format } from "../../logic/format.ts"
import { arrowOf } from "../../logic/keys.ts"
import { outline } from "../../logic/outline.ts"
import { announceSoon } from "../../messages.ts"
import { scoreScale } from "../../state.ts"
import { RasterCanvas, toRgba } from "../canvases.tsx"

/** The image as the model sees it: the present part, with the rest masked. */
export function Masked({ seen, preview }: { readonly seen: Prediction; readonly preview: Preview }) {
  const { width, height } = seen
  const shown = partShown.value
  const pixels = useMemo(() => {
    const masked = preview.baseline.slice()
    for (let i = 0; i < shown.length; i += 2)
      masked.set(preview.image.subarray(shown[i] * 3, shown[i + 1] * 3), shown[i] * 3)
    return toRgba(masked)
  }, [preview, shown])
  const canvas = <RasterCanvas class="whole" width={width} height={height} pixels={pixels} />
  const ratio = { "--ratio": width / height }
  return (
    <figure class="pane masked">
      <figcaption>
        <strong>Model input</strong>
        <span class="soft">
          {width} × {height} pixels
        </span>
      </figcaption>
      {lesson.value === "move" ? (
        <div
          class="frame movable"
          style={ratio}
          role="application"
          aria-roledescription="movable spotlight"
          aria-label="The image, masked except for a circle. Arrow keys move the circle; Shift moves it farther."
          tabIndex={0}
          onPointerMove={(event) => moveTo(placeOf(event, seen))}
          onPointerDown={(event) => moveTo(placeOf(event, seen))}
          onKeyDown={(event) => onKeyDown(event, seen)}
        >
          {canvas}
          <Light seen={seen} />
        </div>
      ) : (
        <div class="frame" style={ratio} role="img" aria-label="The image, masked except for one part.">
          {canvas}
          <Borders seen={seen} />
        </div>
      )}
    </figure>
  )
}

/** The outline of the spotlight, and of its best place. */
function Light({ seen: { width, height } }: { readonly seen: Prediction }) {
  const found = best.value
  const circle = (place: Place, reach: number, name: string) => (
    <circle class={name} cx={place.x + 0.5} cy={place.y + 0.5} r={reach + 1} />
  )
  return (
    <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {found !== null && circle(found.centre, found.radius, "best")}
      {centre.value !== null && circle(centre.value, radius.value, "rim")}
      {centre.value !== null && circle(centre.value, radius.value, "line")}
    </svg>
  )
}

/** The outlines of all parts, and of the present one. */
function Borders({ seen: { width, height } }: { readonly seen: Prediction }) {
  const all = lesson.value === "step" ? parts.value : []
  const lines = useMemo(() => all.map((one) => outline(one, width)).join(""), [all, width])
  const turn = outline(partShown.value, width)
  return (
    <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path class="border" d={lines} />
      <path class="rim" d={turn} />
      <path class="line" d={turn} />
    </svg>
  )
}

function placeOf(event: PointerEvent, { width, height }: Prediction): Place {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
  return {
    x: Math.round(((event.clientX - box.left) / box.width) * width - 0.5),
    y: Math.round(((event.clientY - box.top) / box.height) * height - 0.5),
  }
}

function onKeyDown(event: KeyboardEvent, { width, height }: Prediction): void {
  const arrow = arrowOf(event.key)
  if (arrow === null) return
  event.preventDefault()
  const step = Math.max(1, Math.round(Math.min(width, height) / (event.shiftKey ? 12 : 48)))
  const from = centre.value ?? { x: width / 2, y: height / 2 }
  moveTo({
    x: Math.min(width - 1, Math.max(0, from.x + arrow[0] * step)),
    y: Math.min(height - 1, Math.max(0, from.y + arrow[1] * step)),
  })
  announceSoon(() => `Score ${format(score.value ?? NaN, scoreScale.value)}`)
}
