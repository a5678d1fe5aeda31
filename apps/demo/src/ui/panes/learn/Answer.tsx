import type { Prediction } from "../../../engine/contract.ts"
import { best, centre, lesson, scale, score, seeingAll, shareOfMeter } from "../../learn/state.ts"
import { begin, moveTo, startOver } from "../../learn/actions.ts"
import { score as format } from "../../logic/format.ts"
import { cssColor } from "../../logic/layer.ts"
import { chosen, nameOf, scoreScale } from "../../state.ts"
import { choose } from "../../sweep.ts"

/** The model’s score of the chosen class for the present part alone, in the colour of the map. */
export function Answer({ seen }: { readonly seen: Prediction }) {
  const target = chosen.value!.target
  const now = score.value
  const whole = seeingAll.value
  const unit = scoreScale.value
  const fill = cssColor(now ?? 0, { colorMap: "viridis", range: scale.value })
  return (
    <div class="answer">
      <label>
        <span class="soft small">Class</span>
        <select value={target} onChange={(event) => void askFor(Number(event.currentTarget.value))}>
          {seen.classes.slice(0, 20).map((entry) => (
            <option key={entry.class} value={entry.class}>
              {nameOf(entry.class)}
            </option>
          ))}
        </select>
      </label>
      <div
        class="meter"
        aria-hidden="true"
        style={{ "--now": shareOfMeter(now ?? 0), "--fill": fill, "--whole": shareOfMeter(whole) }}
      >
        <i />
        <span class="whole-mark" />
      </div>
      <p class="reading">
        <b>{format(now ?? NaN, unit)}</b>
        <span class="soft small">
          {unit.unit === "probability" ? "probability of" : "for"} {nameOf(target)}
        </span>
        <span class="soft small dashed">{format(whole, unit)} for the whole image</span>
        {lesson.value === "move" && best.value !== null && (
          <span class="soft small dotted">{format(best.value.score, unit)} best so far</span>
        )}
      </p>
    </div>
  )
}

/** Restarts the map for another class, with the spotlight where it is. */
async function askFor(target: number): Promise<void> {
  const place = centre.value
  await choose({ target, versus: null })
  if (lesson.value !== "move" || place === null) return begin(lesson.value)
  startOver()
  moveTo(place)
}
