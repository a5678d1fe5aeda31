import type { ValueRange } from "@pami/figure"
import type { MapView } from "../../engine/contract.ts"
import { score as format } from "../logic/format.ts"
import { rangeOfView } from "../logic/range-of-view.ts"
import { showClass } from "../new-sweep.ts"
import { isScaleShared, rows, rowViews, toggleRow } from "../side-by-side.ts"
import {
  appearance,
  chosen,
  image,
  nameOf,
  prediction,
  scoreScale,
  unitOfMap,
  type ShownImage,
} from "../state.ts"
import type { Prediction } from "../../engine/contract.ts"
import { ColorBar } from "./ColorBar.tsx"
import { Pane } from "./Pane.tsx"

/** Several classes, each with its map of the same sweep. */
export function SideBySide() {
  const shown = image.value
  const seen = prediction.value
  if (rows.value.length === 0 || shown === null || seen === null) return null
  const views = rowViews.value
  const shared = isScaleShared.value ? sharedRange(views) : null
  return (
    <section class="card side-by-side" aria-labelledby="side-by-side-title">
      <header>
        <h2 id="side-by-side-title">Classes side by side</h2>
        <label class="small">
          <input
            type="checkbox"
            checked={isScaleShared.value}
            onChange={(event) => (isScaleShared.value = event.currentTarget.checked)}
          />
          Same colour scale
        </label>
      </header>
      <ul>
        {rows.value.map((index) => (
          <Row
            key={index}
            index={index}
            view={views.find(({ target }) => target === index) ?? null}
            shared={shared}
            shown={shown}
            seen={seen}
          />
        ))}
      </ul>
      {shared !== null && (
        <ColorBar colorMap={colorMap()} range={shared} unit={scoreScale.value.unit.replace("-", " ")} />
      )}
    </section>
  )
}

interface RowProps {
  readonly index: number
  readonly view: MapView | null
  readonly shared: ValueRange | null
  readonly shown: ShownImage
  readonly seen: Prediction
}

function Row({ index, view, shared, shown, seen }: RowProps) {
  const name = nameOf(index)
  const range = shared ?? rangeOf(view)
  const isChosen = chosen.value?.target === index
  return (
    <li class={isChosen ? "chosen" : ""}>
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
      {shared === null && (
        <ColorBar colorMap={colorMap()} range={range} unit={unitOfMap({ target: index, versus: null })} />
      )}
      <div class="buttons">
        <button
          type="button"
          class="quiet"
          aria-pressed={isChosen}
          aria-label={`Explain ${name}`}
          onClick={() => showClass(index)}
        >
          Explain
        </button>
        <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={() => toggleRow(index)}>
          Remove
        </button>
      </div>
    </li>
  )
}

// Maps of single classes, also while the chosen one is set against another.
function colorMap() {
  return appearance.value.colorMap ?? "viridis"
}

function rangeOf(view: MapView | null): ValueRange {
  return view === null ? { min: 0, max: 1 } : rangeOfView(view, colorMap(), appearance.value.scale)
}

function sharedRange(views: readonly MapView[]): ValueRange {
  if (views.length === 0) return rangeOf(null)
  const ranges = views.map(rangeOf)
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  }
}
