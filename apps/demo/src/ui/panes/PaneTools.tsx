import { whole, zoomAbout } from "../logic/zoom.ts"
import type { PaneName } from "../logic/settings.ts"
import { panes, zoom } from "../state.ts"

/** Names of the panes. */
export const paneTitles: Record<PaneName, string> = {
  original: "Image",
  overlay: "Overlay",
  map: "Map",
  uncertainty: "Uncertainty",
  coverage: "Coverage",
}

const hints: Record<PaneName, string> = {
  original: "The original image",
  overlay: "The map over the image",
  map: "The map alone",
  uncertainty: "Standard error of the map: high where parts disagree",
  coverage: "Number of parts that contain each pixel",
}

const order = Object.keys(paneTitles) as PaneName[]

/** Chooses the panes, and their common zoom. */
export function PaneTools() {
  return (
    <div class="stage-tools">
      <fieldset class="segments">
        <legend class="hidden">Panes</legend>
        {order.map((name) => (
          <label key={name} title={hints[name]}>
            <input type="checkbox" checked={panes.value.includes(name)} onChange={() => toggle(name)} />
            <span>{paneTitles[name]}</span>
          </label>
        ))}
      </fieldset>
      <ZoomButtons />
    </div>
  )
}

function toggle(name: PaneName): void {
  const next = order.filter((pane) => (pane === name) !== panes.value.includes(pane))
  // The last pane stays.
  panes.value = next.length > 0 ? next : [...panes.value]
}

function ZoomButtons() {
  const { scale } = zoom.value
  const by = (factor: number) => (zoom.value = zoomAbout(zoom.value, factor, { x: 0.5, y: 0.5 }))
  return (
    <div class="zoom-buttons" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" aria-disabled={scale === 1} onClick={() => by(1 / 1.5)}>
        −
      </button>
      <button
        type="button"
        aria-label={`Reset zoom, now ${Math.round(scale * 100)} percent`}
        aria-disabled={scale === 1}
        onClick={() => (zoom.value = whole)}
      >
        {Math.round(scale * 100)} %
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => by(1.5)}>
        +
      </button>
    </div>
  )
}
