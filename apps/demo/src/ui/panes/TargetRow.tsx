import type { ValueRange } from "@pami/figure"
import type { ClassScore } from "../../engine/contract.ts"
import { shareOfRange } from "../logic/bars.ts"
import { score, shown } from "../logic/format.ts"
import { toggleRow, rows } from "../side-by-side.ts"
import { facts, nameOf, ofClasses, scoreScale } from "../state.ts"
import { choose } from "../sweep.ts"

interface RowProps {
  readonly entry: ClassScore
  /** Scores of no bar and of one over the whole width. */
  readonly range: ValueRange
  readonly target: number
  /** Default: targets are not contrasted. */
  readonly versus?: number | null
}

/** A class, or another target, as a button that shows its map. */
export function TargetRow({ entry, range, target, versus }: RowProps) {
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
      {versus !== undefined && (
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
      )}
      <button
        type="button"
        class="versus beside"
        aria-pressed={rows.value.includes(entry.class)}
        disabled={isTarget}
        aria-label={`Show ${name} beside`}
        title={isTarget ? "Its map is shown" : `The map of ${name} beside that of the chosen one`}
        onClick={() => toggleRow(entry.class)}
      >
        +
      </button>
    </li>
  )
}

/** The whole label: `tabby, tabby cat`. */
function labelOf({ class: index, label }: ClassScore): string | undefined {
  if (!ofClasses.value) return label
  return facts.value?.labels?.[index] || undefined
}
