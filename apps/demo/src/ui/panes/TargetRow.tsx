import { shown } from "../logic/format.ts"

interface RowProps {
  readonly name: string
  /** The whole label: `tabby, tabby cat`. */
  readonly label?: string | undefined
  /** The score as text. */
  readonly score: string
  /** Share of the width that its bar takes, 0 to 1. */
  readonly share: number
  readonly isTarget: boolean
  /** Whether the chosen target is set against this one. */
  readonly isVersus?: boolean
  readonly isBeside?: boolean
  readonly choose: () => void
  /** Sets the chosen target against this one, or ends that. Default: targets are not contrasted. */
  readonly contrast?: (() => void) | undefined
  /** Shows the map beside that of the chosen target, or ends that. Default: all maps are shown. */
  readonly toggle?: (() => void) | undefined
}

/** A class, or another target, as a button that shows its map. */
export function TargetRow({
  name,
  label = name,
  score,
  share,
  isTarget,
  isVersus = false,
  isBeside = false,
  choose,
  contrast,
  toggle,
}: RowProps) {
  return (
    <li class={isTarget ? "chosen" : isVersus ? "against" : ""}>
      <button type="button" class="class" aria-pressed={isTarget} onClick={choose}>
        <span class="label" title={shown(label, 300)}>
          {name}
        </span>
        <span class="number">{score}</span>
        <span class="bar" aria-hidden="true">
          <i style={{ transform: `scaleX(${share})` }} />
        </span>
      </button>
      {contrast && (
        <button
          type="button"
          class="versus"
          aria-pressed={isVersus}
          disabled={isTarget}
          aria-label={`vs ${name}`}
          title={isTarget ? "This class is explained" : `Why the chosen class rather than ${name}?`}
          onClick={contrast}
        >
          vs
        </button>
      )}
      {toggle && (
        <button
          type="button"
          class="versus beside"
          aria-pressed={isBeside}
          disabled={isTarget}
          aria-label={`Show ${name} beside`}
          title={isTarget ? "Its map is shown" : `The map of ${name} beside that of the chosen one`}
          onClick={toggle}
        >
          +
        </button>
      )}
    </li>
  )
}
