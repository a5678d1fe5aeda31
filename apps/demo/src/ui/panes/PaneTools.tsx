import { whole, zoomAbout } from "../logic/zoom.ts"
import { panes, zoom, type PaneName } from "../state.ts"

/** Names of the panes. */
export const paneTitles: Record<PaneName, string> = {
  original: "Picture",
  overlay: "Overlay",
  map: "Map",
  uncertainty: "Uncertainty",
  coverage: "Coverage",
}

const hints: Record<PaneName, string> = {
  original: "The picture as it is",
  overlay: "The map laid over the picture",
  map: "The map alone",
  uncertainty: "Standard error of the map: where it is high, parts disagree",
  coverage: "How many parts showed each place",
}

const order = Object.keys(paneTitles) as PaneName[]

/** Which panes are side by side, and their common zoom. */
export function PaneTools() {
  return (
    <div class="stage-tools">
      <fieldset class="segments">
        <legend class="hidden">Panes side by side</legend>
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
  // One is always shown: the last one stays.
  panes.value = next.length > 0 ? next : [...panes.value]
}

function ZoomButtons() {
  const { scale } = zoom.value
  const by = (factor: number) => (zoom.value = zoomAbout(zoom.value, factor, { x: 0.5, y: 0.5 }))
  return (
    <div class="zoom-buttons" role="group" aria-label="Zoom of all panes">
      <button type="button" aria-label="Zoom out" aria-disabled={scale === 1} onClick={() => by(1 / 1.5)}>
        −
      </button>
      <button
        type="button"
        aria-label={`Show all, now at ${Math.round(scale * 100)} per cent`}
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
