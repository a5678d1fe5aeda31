import { valueRange, type ColorMapName, type ValueRange } from "@pami/figure"
import type { Size } from "@pami/image"
import { useRef } from "preact/hooks"
import { shown, unitName } from "../logic/format.ts"
import type { PaneName } from "../logic/settings.ts"
import { unseenYet } from "../logic/place-grid.ts"
import {
  colorMap,
  prediction,
  nameOfChoice,
  panes,
  image,
  probe,
  range,
  scoreScale,
  unanswered,
  unitOfMap,
  view,
} from "../state.ts"
import { ColorBar } from "./ColorBar.tsx"
import { Pane, valuesOf } from "./Pane.tsx"
import { PaneTools, paneTitles } from "./PaneTools.tsx"
import { ProbeLine } from "./ProbeLine.tsx"

/** The panes side by side, with one colour bar each for what they show. */
export function Stage() {
  const shown = image.value
  const seen = prediction.value
  // Canvases stay from one image to the next, the map's at its size: a new one takes as long as many steps.
  const grid = useRef<Size>({ width: 1, height: 1 })
  if (unanswered.value) return null
  if (shown === null)
    return (
      <div class="panes empty" aria-hidden="true">
        {panes.value.map((name) => (
          <div key={name} class="placeholder" />
        ))}
      </div>
    )
  if (seen !== null) grid.current = seen.geometry.grid
  const geometry = seen?.geometry ?? unseenYet(shown.image, grid.current)
  return (
    <>
      <PaneTools />
      <div class="panes" data-count={panes.value.length}>
        {panes.value.map((name, index) => (
          <div class="pane-with-bar" key={name}>
            <Pane
              title={paneTitles[name]}
              aside={asideOf(name)}
              kind={name}
              bitmap={shown.preview}
              geometry={geometry}
              view={view.value}
              colors={colorsOf(name)}
              first={index === 0}
            />
            {name !== "original" && <ProbedBar name={name} />}
          </div>
        ))}
      </div>
      <ProbeLine />
    </>
  )
}

/** A pane's colour bar, with the value under the probe. */
function ProbedBar({ name }: { readonly name: PaneName }) {
  const unit = probe.value
  const marked = unit === null || view.value === null ? null : (valuesOf(view.value, name)?.[unit] ?? null)
  return <ColorBar {...colorsOf(name)} unit={unitOf(name)} marked={marked} />
}

function asideOf(name: PaneName): string {
  if (name === "original") return shown(image.value!.name)
  if (view.value === null) return ""
  return nameOfChoice(view.value)
}

function colorsOf(name: PaneName): { colorMap: ColorMapName; range: ValueRange } {
  if (name === "uncertainty") return { colorMap: "magma", range: extent(view.value?.standardError) }
  if (name === "coverage") return { colorMap: "cividis", range: extent(view.value?.coverage) }
  return { colorMap: colorMap.value, range: range.value }
}

function extent(map: Float32Array | undefined): ValueRange {
  return map === undefined ? { min: 0, max: 1 } : { min: 0, max: valueRange(map).max || 1 }
}

function unitOf(name: PaneName): string {
  if (name === "uncertainty") return "standard error"
  if (name === "coverage") return "parts"
  return view.value === null ? unitName(scoreScale.value) : unitOfMap(view.value)
}
