import { useSignal } from "@preact/signals"
import type { ValueRange } from "@pami/figure"
import type { ClassScore } from "../../engine/contract.ts"
import { rangeOfBars, shareOfRange } from "../logic/bars.ts"
import { score, shown } from "../logic/format.ts"
import { chosen, facts, prediction, nameOf, scoreScale, unanswered } from "../state.ts"
import { choose } from "../sweep.ts"

const few = 5

/** The predicted classes. Each is a button that shows its map, without a new forward pass. */
export function Predictions() {
  const found = useSignal("")
  const all = useSignal(false)
  const seen = prediction.value
  if (seen === null)
    return (
      <section class="card" aria-label="Predictions">
        <h2>Predictions</h2>
        {unanswered.value ? (
          <p class="soft">No prediction.</p>
        ) : (
          [80, 55, 40].map((width) => (
            <div key={width} class="placeholder line" style={{ width: `${width}%` }} />
          ))
        )}
      </section>
    )
  const { classes } = seen
  const { target, versus } = chosen.value!
  const { min, max } = rangeOfBars(classes, seen.scale)
  const wanted = found.value.trim().toLowerCase()
  const fitting =
    wanted === ""
      ? classes
      : classes.filter((entry) => (labelOf(entry) ?? nameOf(entry.class)).toLowerCase().includes(wanted))
  const listed = all.value ? fitting.slice(0, 100) : pick(classes, target, versus)
  return (
    <section class="card predictions" aria-labelledby="predictions-title">
      <h2 id="predictions-title">Predictions</h2>
      {all.value && (
        <input
          type="search"
          aria-label="Find a class"
          placeholder={`Search ${classes.length} classes`}
          value={found.value}
          onInput={(event) => (found.value = event.currentTarget.value)}
        />
      )}
      <ul>
        {listed.map((entry) => (
          <Row key={entry.class} entry={entry} range={{ min, max }} target={target} versus={versus} />
        ))}
      </ul>
      {classes.length > few && (
        <button type="button" class="quiet" onClick={() => (all.value = !all.value)}>
          {all.value ? "Fewer classes" : `All ${classes.length} classes`}
        </button>
      )}
      <p class="soft small hint">
        Choose a class to see its map, or “vs” to contrast it with the chosen class. Neither needs a new
        forward pass.
      </p>
    </section>
  )
}

/** The first few, and the chosen ones. */
function pick(classes: readonly ClassScore[], target: number, versus: number | null): ClassScore[] {
  return classes.filter(({ class: index }, rank) => rank < few || index === target || index === versus)
}

interface RowProps {
  readonly entry: ClassScore
  /** Scores of no bar and of one over the whole width. */
  readonly range: ValueRange
  readonly target: number
  readonly versus: number | null
}

function Row({ entry, range, target, versus }: RowProps) {
  const name = nameOf(entry.class)
  const isTarget = entry.class === target
  const isVersus = entry.class === versus
  return (
    <li class={isTarget ? "chosen" : isVersus ? "against" : ""}>
      <button
        type="button"
        class="class"
        aria-pressed={isTarget}
        onClick={() => void choose({ target: entry.class, versus: null })}
      >
        <span class="label" title={shown(labelOf(entry) ?? name, 300)}>
          {name}
        </span>
        <span class="number">{score(entry.score, scoreScale.value)}</span>
        <span class="bar" aria-hidden="true">
          <i style={{ transform: `scaleX(${shareOfRange(entry.score, range)})` }} />
        </span>
      </button>
      <button
        type="button"
        class="versus"
        aria-pressed={isVersus}
        disabled={isTarget}
        aria-label={`vs ${name}`}
        title={isTarget ? "This class is explained" : `Why the chosen class rather than ${name}?`}
        onClick={() => void choose({ target, versus: isVersus ? null : entry.class })}
      >
        vs
      </button>
    </li>
  )
}

/** The whole label: `tabby, tabby cat`. */
function labelOf({ class: index }: ClassScore): string | undefined {
  return facts.value?.labels?.[index] || undefined
}
