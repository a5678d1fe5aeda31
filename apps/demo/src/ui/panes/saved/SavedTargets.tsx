import { useSignal } from "@preact/signals"
import { rangeOfBars, shareOfRange } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { choose } from "../../saved/actions.ts"
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
        {listed.map(({ id, score: reached }) => (
          <li key={id} class={id === chosen ? "chosen" : ""}>
            <button
              type="button"
              class="class"
              aria-pressed={id === chosen}
              onClick={() => void choose({ target: id, versus: null })}
            >
              <span class="label">{nameOf(id)}</span>
              <span class="number">{score(reached, scale)}</span>
              <span class="bar" aria-hidden="true">
                <i style={{ transform: `scaleX(${shareOfRange(reached, bars)})` }} />
              </span>
            </button>
          </li>
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
