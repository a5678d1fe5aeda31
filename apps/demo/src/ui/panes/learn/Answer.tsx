import type { Prediction } from "../../../engine/contract.ts"
import { best, centre, lesson, scale, score, seeingAll, shareOfMeter } from "../../learning.ts"
import { begin, moveTo, startOver } from "../../lessons.ts"
import { score as format } from "../../logic/format.ts"
import { cssColor } from "../../logic/layer.ts"
import { chosen, nameOf, scoreScale } from "../../state.ts"
import { choose } from "../../sweep.ts"

/** How sure the model is of the chosen class, when it sees that part alone: in the colour that the map gets. */
export function Answer({ seen }: { readonly seen: Prediction }) {
  const target = chosen.value!.target
  const now = score.value
  const whole = seeingAll.value
  const unit = scoreScale.value
  const fill = cssColor(now ?? 0, { colorMap: "viridis", range: scale.value })
  return (
    <div class="answer">
      <label>
        <span class="soft small">Asked for</span>
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
          {unit.unit === "probability" ? "sure it is" : "for"} {nameOf(target)}
        </span>
        <span class="soft small dashed">{format(whole, unit)} seeing all of it</span>
        {lesson.value === "move" && best.value !== null && (
          <span class="soft small dotted">{format(best.value.score, unit)} at your best</span>
        )}
      </p>
    </div>
  )
}

/** Another class has another map: it is begun anew, with the light where it is. */
async function askFor(target: number): Promise<void> {
  const place = centre.value
  await choose({ target, versus: null })
  if (lesson.value !== "move" || place === null) return begin(lesson.value)
  startOver()
  moveTo(place)
}
