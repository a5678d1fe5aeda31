import type { ValueRange } from "@pami/figure"
import type { ClassScore } from "../../engine/contract.ts"
import { shareOfRange } from "../logic/bars.ts"
import { score } from "../logic/format.ts"
import { rows, toggleRow } from "../side-by-side.ts"
import { facts, nameOf, ofClasses, scoreScale } from "../state.ts"
import { choose } from "../sweep.ts"
import { TargetRow } from "./TargetRow.tsx"

interface RowProps {
  readonly entry: ClassScore
  /** Scores of no bar and of one over the whole width. */
  readonly range: ValueRange
  readonly target: number
  /** Default: targets are not contrasted. */
  readonly versus?: number | null
}

/** A class of an image, or another target. */
export function ClassRow({ entry, range, target, versus }: RowProps) {
  const { class: index } = entry
  const isVersus = index === versus
  return (
    <TargetRow
      name={nameOf(index)}
      label={(ofClasses.value ? facts.value?.labels?.[index] : entry.label) || undefined}
      score={score(entry.score, scoreScale.value)}
      share={shareOfRange(entry.score, range)}
      isTarget={index === target}
      isVersus={isVersus}
      isBeside={rows.value.includes(index)}
      choose={() => void choose({ target: index, versus: null })}
      contrast={
        versus === undefined ? undefined : () => void choose({ target, versus: isVersus ? null : index })
      }
      toggle={() => toggleRow(index)}
    />
  )
}
