import type { ValueRange } from "@pami/figure"
import type { MapView } from "../../engine/contract.ts"
import { score as format, unitName } from "../logic/format.ts"
import { rangeOfView } from "../logic/range-of-view.ts"
import { showClass } from "../new-sweep.ts"
import { isScaleShared, rows, rowViews, toggleRow } from "../side-by-side.ts"
import { appearance, chosen, image, nameOf, prediction, scoreScale, unitOfMap } from "../state.ts"
import { Pane } from "./Pane.tsx"
import { Rows, sharedRange } from "./Rows.tsx"

/** Several classes, each with its map of the same sweep. */
export function SideBySide() {
  const shown = image.value
  const seen = prediction.value
  if (rows.value.length === 0 || shown === null || seen === null) return null
  const views = rowViews.value
  const shared = isScaleShared.value ? sharedRange(views.map(rangeOf)) : null
  const row = (index: number) => {
    const name = nameOf(index)
    const view = views.find(({ target }) => target === index) ?? null
    const range = shared ?? rangeOf(view)
    return {
      key: index,
      name,
      isChosen: chosen.value?.target === index,
      map: (
        <Pane
          title={name}
          aside={format(seen.scores[index], seen.scale)}
          kind="overlay"
          bitmap={shown.preview}
          geometry={seen.geometry}
          view={view}
          colors={{ colorMap: colorMap(), range }}
          first
        />
      ),
      range,
      unit: unitOfMap({ target: index, versus: null }),
      choose: () => showClass(index),
      remove: () => toggleRow(index),
    }
  }
  return (
    <Rows
      title="Classes side by side"
      rows={rows.value.map(row)}
      colorMap={colorMap()}
      unit={unitName(scoreScale.value)}
    />
  )
}

// Maps of single classes, also while the chosen one is set against another.
function colorMap() {
  return appearance.value.colorMap ?? "viridis"
}

function rangeOf(view: MapView | null): ValueRange {
  return view === null ? { min: 0, max: 1 } : rangeOfView(view, colorMap(), appearance.value.scale)
}
