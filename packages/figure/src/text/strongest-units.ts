import { formatScore, valueScale } from "@pami/core"
import type { FigureTarget } from "../draw-figure.ts"
import type { Palette } from "./palette.ts"
import { firstUnits, type DrawnText } from "./text-options.ts"

/** A unit with its text and its importance. */
export interface RankedUnit {
  readonly text: string
  /** Name of its text. */
  readonly source: string | undefined
  readonly start: number
  readonly end: number
  readonly importance: number
}

/** Returns the units of the highest importance, or magnitude with diverging colours; equal ones in their order. */
export function strongestUnits(
  texts: readonly DrawnText[],
  { map }: FigureTarget,
  { isDiverging }: Palette,
  most: number,
): RankedUnit[] {
  const first = firstUnits(texts)
  const rank = (value: number) => (Number.isNaN(value) ? -Infinity : isDiverging ? Math.abs(value) : value)
  return texts
    .flatMap(({ name, text, units }, index) =>
      units.map(({ start, end }, unit) => ({
        source: name,
        start,
        end,
        text: text.slice(start, end),
        importance: map[first[index] + unit],
      })),
    )
    .filter(({ importance }) => !Number.isNaN(importance))
    .toSorted((a, b) => rank(b.importance) - rank(a.importance))
    .slice(0, most)
}

/** Returns an importance as text: three significant digits, with a sign where colours diverge. */
export function importanceText(value: number, { isDiverging }: Pick<Palette, "isDiverging">): string {
  if (Number.isNaN(value)) return "unknown"
  const text = formatScore(Number(value.toPrecision(3)), valueScale)
  return isDiverging && value > 0 ? `+${text}` : text
}
