import { cssColor } from "../../logic/layer.ts"
import { value } from "../../logic/format.ts"
import { changeOptions } from "../../kinds/actions.ts"
import { options, seen, type ShownMap } from "../../kinds/state.ts"

const backgrounds = [
  { value: undefined, label: "Automatic" },
  { value: "median", label: "Median" },
  { value: "zeros", label: "Zeros" },
  { value: "sample:20", label: "20 rows" },
] as const

/** Chooses the row, and what takes the place of hidden values. */
export function TableTools() {
  const content = seen.value!.content
  if (content.kind !== "table") return null
  return (
    <div class="buttons">
      <RowChooser rows={content.rows} />
      <div role="group" aria-label="Hidden values" class="segmented">
        <span class="soft small">Hidden values:</span>
        {backgrounds.map((one) => (
          <button
            key={one.label}
            type="button"
            class="small"
            aria-pressed={options.value.background === one.value}
            onClick={() => void changeOptions({ background: one.value })}
          >
            {one.label}
          </button>
        ))}
      </div>
    </div>
  )
}

/** The columns of a row, each with its value and a bar of its importance. */
export function TableView({ map, colorMap, range }: ShownMap) {
  const features = map?.features ?? []
  const hasValues = features.some((one) => one.value !== undefined)
  const most = Math.max(-range.min, range.max, Number.MIN_VALUE)
  return (
    <table class="features">
      <thead>
        <tr>
          <th scope="col">Column</th>
          {hasValues && <th scope="col">Value</th>}
          <th scope="col">Importance</th>
          <th scope="col" class="number">
            <span class="hidden">Number</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {features.map(({ name, value: own, importance }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {hasValues && <td>{own ?? "missing"}</td>}
            <td class="track" aria-hidden="true">
              <i
                style={{
                  width: `${(Math.abs(importance) / most) * 50}%`,
                  [importance < 0 ? "right" : "left"]: "50%",
                  background: cssColor(importance, { colorMap, range }),
                }}
              />
            </td>
            <td class="number">{value(importance)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RowChooser({ rows }: { readonly rows: number }) {
  const row = options.value.row ?? 0
  const go = (next: number) => {
    if (Number.isInteger(next) && next >= 0 && next < rows && next !== row) void changeOptions({ row: next })
  }
  return (
    <div class="segmented" role="group" aria-label="Row">
      <button type="button" aria-label="Row before" aria-disabled={row === 0} onClick={() => go(row - 1)}>
        ‹
      </button>
      <label class="small">
        Row{" "}
        <input
          type="number"
          min={1}
          max={rows}
          value={row + 1}
          onChange={(event) => go(event.currentTarget.valueAsNumber - 1)}
        />{" "}
        of {rows}
      </label>
      <button
        type="button"
        aria-label="Row after"
        aria-disabled={row === rows - 1}
        onClick={() => go(row + 1)}
      >
        ›
      </button>
    </div>
  )
}
