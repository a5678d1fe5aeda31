import { useSignal } from "@preact/signals"
import { rangeOfBars, shareOfRange } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { choose } from "../../saved/actions.ts"
import { TargetRow } from "../TargetRow.tsx"
import { areClasses, facts, map, nameOf } from "../../saved/state.ts"

const few = 6
const many = 100

/** The targets whose scores a saved explanation holds. Each is a button that shows its map. */
export function SavedTargets() {
  const all = useSignal(false)
  const { swept, scale } = facts.value!
  const { target: chosen, versus } = map.value!.choice
  const listed = swept.filter(
    ({ id }, rank) => rank < (all.value ? many : few) || id === chosen || id === versus,
  )
  const bars = rangeOfBars(
    swept.map((one) => ({ class: 0, score: one.score })),
    scale,
  )
  return (
    <section class="card predictions" aria-labelledby="targets-title">
      <h2 id="targets-title">Predictions</h2>
      <ul>
        {listed.map((target) => (
          <TargetRow
            key={target.id}
            name={nameOf(target.id)}
            label={target.label}
            score={score(target.score, scale)}
            share={shareOfRange(target.score, bars)}
            isTarget={target.id === chosen}
            isVersus={target.id === versus}
            choose={() => void choose({ target: target.id, versus: null })}
            contrast={
              areClasses.value && swept.length > 1
                ? () => void choose({ target: chosen, versus: target.id === versus ? null : target.id })
                : undefined
            }
          />
        ))}
      </ul>
      {(swept.length > listed.length || all.value) && (
        <button type="button" class="quiet" onClick={() => (all.value = !all.value)}>
          {all.value ? "Fewer" : `All ${swept.length}`}
        </button>
      )}
      {swept.length > 1 && (
        <p class="soft small hint">
          {areClasses.value
            ? "Choose a class to see its map. “vs” contrasts it with the chosen class."
            : "Choose one to see its map."}
        </p>
      )}
    </section>
  )
}
