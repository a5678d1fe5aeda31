import type { ComponentChildren } from "preact"
import type { ColorMapName, ValueRange } from "@pami/figure"
import { isScaleShared } from "../side-by-side.ts"
import { ColorBar } from "./ColorBar.tsx"

/** A target, with its map, among others. */
export interface BesideRow {
  readonly key: string | number
  readonly name: string
  readonly isChosen: boolean
  readonly map: ComponentChildren
  readonly range: ValueRange
  readonly unit: string
  readonly choose: () => void
  readonly remove: () => void
}

interface RowsProps {
  readonly title: string
  readonly rows: readonly BesideRow[]
  readonly colorMap: ColorMapName
  /** Of the one colour bar, where all maps share a scale. */
  readonly unit: string
}

/** Several targets side by side, each with its map of the same sweep. */
export function Rows({ title, rows, colorMap, unit }: RowsProps) {
  const isShared = isScaleShared.value
  return (
    <section class="card side-by-side" aria-labelledby="side-by-side-title">
      <header>
        <h2 id="side-by-side-title">{title}</h2>
        <label class="small">
          <input
            type="checkbox"
            checked={isShared}
            onChange={(event) => (isScaleShared.value = event.currentTarget.checked)}
          />
          Same colour scale
        </label>
      </header>
      <ul>
        {rows.map(({ key, name, isChosen, map, range, unit: own, choose, remove }) => (
          <li key={key} class={isChosen ? "chosen" : ""}>
            {map}
            {!isShared && <ColorBar colorMap={colorMap} range={range} unit={own} />}
            <div class="buttons">
              <button
                type="button"
                class="quiet"
                aria-pressed={isChosen}
                aria-label={`Explain ${name}`}
                onClick={choose}
              >
                Explain
              </button>
              <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={remove}>
                Remove
              </button>
            </div>
          </li>
        ))}
      </ul>
      {isShared && <ColorBar colorMap={colorMap} range={rows[0].range} unit={unit} />}
    </section>
  )
}

/** Returns the range that holds all others; from 0 to 1 for none. */
export function sharedRange(ranges: readonly ValueRange[]): ValueRange {
  if (ranges.length === 0) return { min: 0, max: 1 }
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  }
}
