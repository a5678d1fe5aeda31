import { useSignal } from "@preact/signals"
import type { TargetInfo } from "@pami/core"
import { rangeOfBars, shareOfRange } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { choose } from "../../kinds/actions.ts"
import { chosen, nameOf, scale, seen } from "../../kinds/state.ts"

const few = 6
const many = 100

/** The predictions of the model: classes, tagged words, answers. Each is a button that shows its map, without a new forward pass. */
export function Targets() {
  const all = useSignal(false)
  const said = seen.value
  if (said === null)
    return (
      <section class="card" aria-label="Predictions">
        <h2>Predictions</h2>
        <p class="soft">No prediction yet.</p>
      </section>
    )
  const { prediction, explained } = said
  // Of words, those that have a tag come first.
  const inOrder = [
    ...explained.flatMap((id) => prediction.find((one) => one.id === id) ?? []),
    ...prediction.filter(({ id }) => !explained.includes(id)),
  ]
  const listed = inOrder.slice(0, all.value ? many : Math.max(few, Math.min(explained.length, 2 * few)))
  return (
    <section class="card predictions" aria-labelledby="targets-title">
      <h2 id="targets-title">Predictions</h2>
      <ul>
        {listed.map((target) => (
          <Row key={target.id} target={target} all={prediction} />
        ))}
      </ul>
      {inOrder.length > listed.length || all.value ? (
        <button type="button" class="quiet" onClick={() => (all.value = !all.value)}>
          {all.value ? "Fewer" : `All ${inOrder.length}`}
        </button>
      ) : null}
      <p class="soft small hint">Choose one to see its map. That needs no new forward pass.</p>
    </section>
  )
}

function Row({ target, all }: { readonly target: TargetInfo; readonly all: readonly TargetInfo[] }) {
  const isChosen = chosen.value === target.id
  const classes = all.map(({ score }) => ({ class: 0, score }))
  return (
    <li class={isChosen ? "chosen" : ""}>
      <button type="button" class="class" aria-pressed={isChosen} onClick={() => void choose(target.id)}>
        <span class="label">{nameOf(target)}</span>
        <span class="number">{score(target.score, scale.value)}</span>
        <span class="bar" aria-hidden="true">
          <i
            style={{ transform: `scaleX(${shareOfRange(target.score, rangeOfBars(classes, scale.value))})` }}
          />
        </span>
      </button>
    </li>
  )
}
