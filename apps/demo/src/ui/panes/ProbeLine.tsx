import { count, score, value as format } from "../logic/format.ts"
import { nameOf, partsAtProbe, probe, scoreScale, view } from "../state.ts"

/** The value under the pointer, and the part that scores highest there. */
export function ProbeLine() {
  const unit = probe.value
  const shown = view.value
  if (unit === null || shown === null)
    return (
      <p class="probe-line soft" id="probe-line">
        Point at a pixel, or focus a pane with Tab and use the arrow keys, to see its value and its
        highest-scoring part.
      </p>
    )
  const best = partsAtProbe.value.at(0)
  return (
    <p class="probe-line" id="probe-line">
      <span>
        <b>{format(shown.map[unit])}</b> ± {format(shown.standardError?.[unit] ?? NaN)}{" "}
        <span class="soft">
          mean of {count(shown.coverage?.[unit] ?? 0)} parts, column {unit % shown.width}, row{" "}
          {Math.floor(unit / shown.width)}
        </span>
      </span>
      {best !== undefined && (
        <span>
          Outlined: this part alone scores <b>{score(best.score, scoreScale.value)}</b> for{" "}
          {nameOf(shown.target)} <span class="soft">({best.partition})</span>
        </span>
      )}
    </p>
  )
}
