import type { ValueRange } from "@pami/figure"
import type { ClassScore } from "../../engine/contract.ts"
import { rangeOfBars, shareOfRange } from "../logic/bars.ts"
import { score, shown } from "../logic/format.ts"
import { chosen, facts, prediction, nameOf, scoreScale, unanswered } from "../state.ts"
import { showClass } from "../new-sweep.ts"
import { rows, toggleRow } from "../side-by-side.ts"
import { choose } from "../sweep.ts"
import { ClassSearch } from "./ClassSearch.tsx"
import { NewSweep } from "./NewSweep.tsx"

const few = 5

/** The predicted classes. Each is a button that shows its map, without a new forward pass. */
export function Predictions() {
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
  const listed = pick(classes, target, versus)
  return (
    <section class="card predictions" aria-labelledby="predictions-title">
      <h2 id="predictions-title">Predictions</h2>
      <ul>
        {listed.map((entry) => (
          <Row key={entry.class} entry={entry} range={{ min, max }} target={target} versus={versus} />
        ))}
      </ul>
      {classes.length > few && <ClassSearch label="Find a class" onChoose={showClass} />}
      <NewSweep />
      <p class="soft small hint">
        Choose a class to see its map. “vs” contrasts it with the chosen class, “+” shows their maps side by
        side. Neither needs a new forward pass.
      </p>
    </section>
  )
}

/** The first few, the chosen ones, and those side by side. */
function pick(classes: readonly ClassScore[], target: number, versus: number | null): ClassScore[] {
  const picked = [target, versus, ...rows.value]
  return classes.filter(({ class: index }, rank) => rank < few || picked.includes(index))
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
      <button
        type="button"
        class="versus beside"
        aria-pressed={rows.value.includes(entry.class)}
        disabled={isTarget}
        aria-label={`Show ${name} beside`}
        title={isTarget ? "This class is explained" : `The map of ${name} beside that of the chosen class`}
        onClick={() => toggleRow(entry.class)}
      >
        +
      </button>
    </li>
  )
}

/** The whole label: `tabby, tabby cat`. */
function labelOf({ class: index }: ClassScore): string | undefined {
  return facts.value?.labels?.[index] || undefined
}
