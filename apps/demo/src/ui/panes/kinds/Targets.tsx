import { useSignal } from "@preact/signals"
import type { TargetInfo } from "@pami/core"
import { rangeOfBars, shareOfRange } from "../../logic/bars.ts"
import { score } from "../../logic/format.ts"
import { showError } from "../../messages.ts"
import { choose, toggleRow } from "../../kinds/actions.ts"
import { areClasses, contrast, isWritten, nameOf, rows, scale, seen } from "../../kinds/state.ts"
import { ClassSearch } from "../ClassSearch.tsx"
import { TargetRow } from "../TargetRow.tsx"

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
  const first = all.value ? many : Math.max(few, Math.min(explained.length, 2 * few))
  const picked = [contrast.value?.target, contrast.value?.versus, ...rows.value]
  const listed = inOrder.filter(
    ({ id, label }, rank) => rank < first || picked.some((one) => one === id || one === label),
  )
  return (
    <section class="card predictions" aria-labelledby="targets-title">
      <h2 id="targets-title">Predictions</h2>
      <ul>
        {listed.map((target) => (
          <Row key={target.id} target={target} all={prediction} />
        ))}
      </ul>
      {areClasses.value ? (
        prediction.length > few && (
          <ClassSearch
            label="Find a class"
            scores={prediction.map((target) => target.score)}
            wholeName={(index) => prediction[index].label ?? nameOf(prediction[index])}
            aside={(index) => score(prediction[index].score, scale.value)}
            onChoose={(index) => void choose(prediction[index].id)}
          />
        )
      ) : inOrder.length > listed.length || all.value ? (
        <button type="button" class="quiet" onClick={() => (all.value = !all.value)}>
          {all.value ? "Fewer" : `All ${inOrder.length}`}
        </button>
      ) : null}
      <p class="soft small hint">{hint()}</p>
    </section>
  )
}

function hint(): string {
  if (isWritten.value) return "Choose one to see its map. The model does not run again."
  const beside = "“+” shows their maps side by side. Neither runs the model again."
  return areClasses.value
    ? `Choose a class to see its map. “vs” contrasts it with the chosen class, ${beside}`
    : `Choose one to see its map. ${beside}`
}

function Row({ target, all }: { readonly target: TargetInfo; readonly all: readonly TargetInfo[] }) {
  const { id } = target
  const isOne = (chosen: unknown) => chosen === id || (chosen !== undefined && chosen === target.label)
  const { target: explained, versus } = contrast.value!
  const isVersus = isOne(versus)
  const classes = all.map(({ score }) => ({ class: 0, score }))
  const range = rangeOfBars(classes, scale.value)
  return (
    <TargetRow
      name={nameOf(target)}
      label={target.label}
      score={score(target.score, scale.value)}
      share={shareOfRange(target.score, range)}
      isTarget={isOne(explained)}
      isVersus={isVersus}
      isBeside={rows.value.includes(id)}
      choose={() => void choose(id)}
      contrast={
        areClasses.value && all.length > 1
          ? () => void choose(isVersus ? explained : { target: explained, versus: id })
          : undefined
      }
      toggle={isWritten.value || all.length < 2 ? undefined : () => void toggleRow(id).catch(showError)}
    />
  )
}
