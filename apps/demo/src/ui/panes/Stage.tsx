import { rangeOf, type ColorMapName, type ValueRange } from "@pami/image"
import { percent, value as format } from "../logic/format.ts"
import { whole, zoomAbout } from "../logic/zoom.ts"
import {
  colorMap,
  looked,
  nameOf,
  panes,
  partsAtProbe,
  picture,
  probe,
  range,
  view,
  zoom,
  type PaneName,
} from "../state.ts"
import { ColorBar } from "./ColorBar.tsx"
import { Pane } from "./Pane.tsx"

const titles: Record<PaneName, string> = {
  original: "Picture",
  overlay: "Overlay",
  map: "Map",
  uncertainty: "Uncertainty",
  coverage: "Coverage",
}

const hints: Record<PaneName, string> = {
  original: "the picture as it is",
  overlay: "the map laid over the picture",
  map: "the map alone",
  uncertainty: "standard error of the map: where it is high, parts disagree",
  coverage: "how many parts showed each place",
}

/** The panes side by side, with one colour bar each for what they show. */
export function Stage() {
  const shown = picture.value
  const seen = looked.value
  if (shown === null || seen === null)
    return (
      <div class="stage-empty" aria-hidden="true">
        <div class="shimmer" />
        <div class="shimmer" />
      </div>
    )
  return (
    <>
      <div class="stage-tools">
        <fieldset class="segments">
          <legend class="hidden">Panes side by side</legend>
          {(Object.keys(titles) as PaneName[]).map((name) => (
            <label key={name} title={hints[name]}>
              <input type="checkbox" checked={panes.value.includes(name)} onChange={() => toggle(name)} />
              <span>{titles[name]}</span>
            </label>
          ))}
        </fieldset>
        <ZoomButtons />
      </div>
      <div class="panes" data-count={panes.value.length}>
        {panes.value.map((name, index) => (
          <div class="pane-with-bar" key={name}>
            <Pane
              title={titles[name]}
              aside={<span class="soft">{asideOf(name)}</span>}
              kind={name}
              bitmap={shown.preview}
              geometry={seen.geometry}
              view={view.value}
              colors={colorsOf(name)}
              first={index === 0}
            />
            {name !== "original" && (
              <ColorBar {...colorsOf(name)} unit={unitOf(name)} marked={markedOf(name)} />
            )}
          </div>
        ))}
      </div>
      <ProbeLine />
    </>
  )
}

function asideOf(name: PaneName): string {
  if (name === "original") return picture.value!.name
  if (view.value === null) return ""
  const { target, versus } = view.value
  return versus === null ? nameOf(target) : `${nameOf(target)} rather than ${nameOf(versus)}`
}

function toggle(name: PaneName): void {
  const order = Object.keys(titles) as PaneName[]
  const next = order.filter((pane) => (pane === name) !== panes.value.includes(pane))
  if (next.length > 0) panes.value = next
}

function colorsOf(name: PaneName): { colorMap: ColorMapName; range: ValueRange } {
  if (name === "uncertainty") return { colorMap: "magma", range: extent(view.value?.standardError) }
  if (name === "coverage") return { colorMap: "cividis", range: extent(view.value?.coverage) }
  return { colorMap: colorMap.value, range: range.value }
}

function extent(map: Float32Array | undefined): ValueRange {
  return map === undefined ? { min: 0, max: 1 } : { min: 0, max: rangeOf(map).max || 1 }
}

function unitOf(name: PaneName): string {
  if (name === "uncertainty") return "standard error"
  if (name === "coverage") return "parts"
  if (view.value === null) return "probability"
  const { target, versus } = view.value
  return versus === null
    ? `probability of ${nameOf(target)}`
    : `probability of ${nameOf(target)} − ${nameOf(versus)}`
}

function markedOf(name: PaneName): number | null {
  if (view.value === null || probe.value === null) return null
  const { map, standardError, coverage } = view.value
  return (name === "uncertainty" ? standardError : name === "coverage" ? coverage : map)[probe.value]
}

function ZoomButtons() {
  const { scale } = zoom.value
  const by = (factor: number) => (zoom.value = zoomAbout(zoom.value, factor, { x: 0.5, y: 0.5 }))
  return (
    <div class="zoom-buttons" role="group" aria-label="Zoom of all panes">
      <button type="button" aria-label="Zoom out" disabled={scale === 1} onClick={() => by(1 / 1.5)}>
        −
      </button>
      <button type="button" disabled={scale === 1} aria-label="Show all" onClick={() => (zoom.value = whole)}>
        {Math.round(scale * 100)} %
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => by(1.5)}>
        +
      </button>
    </div>
  )
}

/** What is known of the place under the pointer. */
function ProbeLine() {
  const unit = probe.value
  const shown = view.value
  if (unit === null || shown === null)
    return (
      <p class="probe-line soft" id="probe-line">
        Point at a place to read its value, and see the part of the picture that spoke for it most. Or press
        Tab and move with the arrow keys.
      </p>
    )
  const best = partsAtProbe.value.at(0)
  return (
    <p class="probe-line" id="probe-line">
      <span>
        <b>{format(shown.map[unit])}</b> ± {format(shown.standardError[unit])} at column {unit % shown.width},
        row {Math.floor(unit / shown.width)}
      </span>
      <span>mean of {Math.round(shown.coverage[unit])} parts</span>
      {best !== undefined && (
        <span>
          outlined: the part that scored most, <b>{percent(best.score)}</b>{" "}
          <span class="soft">({best.partition})</span>
        </span>
      )}
    </p>
  )
}
