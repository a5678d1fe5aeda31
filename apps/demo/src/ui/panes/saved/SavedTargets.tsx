import { useSignal } from "@preact/signals"
import { rangeOfBars, shareOfRange } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { choose } from "../../saved/actions.ts"
import { TargetRow } from "../TargetRow.tsx"
import { facts, map, nameOf } from "../../saved/state.ts"

const few = 6
const many = 100

/** The targets whose scores a saved explanation holds. Each is a button that shows its map. */
export function SavedTargets() {
  const all = useSignal(false)
  const { swept, scale } = facts.value!
  const { target: chosen } = map.value!.choice
  const listed = swept.filter(({ id }, rank) => rank < (all.value ? many : few) || id === chosen)
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
            choose={() => void choose({ target: target.id, versus: null })}
          />
        ))}
      </ul>
      {(swept.length > listed.length || all.value) && (
        <button type="button" class="quiet" onClick={() => (all.value = !all.value)}>
          {all.value ? "Fewer" : `All ${swept.length}`}
        </button>
      )}
    </section>
  )
}
