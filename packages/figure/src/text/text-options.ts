import type { Scale } from "@pami/core"
import type { FigureTarget } from "../draw-figure.ts"
import type { FigurePrediction } from "../layout/prediction-list.ts"

/** A place in a text, half open, in UTF-16 code units. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/** A text and the units whose importance is known. */
export interface DrawnText {
  /** `"premise"`. Shown above its text if there are several. Default: none. */
  readonly name?: string
  readonly text: string
  /**
   * The units: words, sentences, spans of any kind that do not overlap. A unit that starts or ends within a character that
   * readers see as one is drawn up to the end of that character. Empty for a text that is shown but not explained.
   */
  readonly units: readonly TextSpan[]
  /** The part of the text that the model saw; the rest is grey. Default: all of it. */
  readonly shown?: TextSpan
}

/** A text or several, and the targets explained: what {@link drawText}, {@link textHtml} and {@link textTerminal} show. */
export interface TextOptions {
  /** At least one: the texts of the input, in their order. */
  readonly texts: readonly DrawnText[]
  /**
   * At least one. Each map has a number for each unit of all texts, in the order of `texts`; `NaN` if it is not known. Colours
   * run from white to red by default, and from blue to red for a contrast or with `colorMap: "blue-red"`.
   */
  readonly targets: readonly FigureTarget[]
  readonly title: string
  /** Default: none. */
  readonly subtitle?: string
  /** The model's top classes, best first. Default: none. */
  readonly predictions?: readonly FigurePrediction[]
  /** The kind of scores; probabilities appear in per cent. */
  readonly scoreScale: Scale
  /** Footer, one string per paragraph. Default: none. */
  readonly footer?: readonly string[]
}

/** @throws RangeError without a text or a target, for units that overlap or lie outside of their text, and for other maps */
export function checkTexts({ texts, targets }: Pick<TextOptions, "texts" | "targets">): void {
  if (texts.length === 0) throw new RangeError("a figure of texts needs at least one text")
  if (targets.length === 0) throw new RangeError("a figure needs at least one target")
  for (const { text, units, shown } of texts) {
    let end = 0
    for (const unit of units.toSorted((a, b) => a.start - b.start)) {
      checkSpan(unit, text.length)
      if (unit.start < end)
        throw new RangeError(`units must not overlap: one starts at ${unit.start}, before ${end}`)
      end = unit.end
    }
    if (shown !== undefined) checkSpan(shown, text.length)
  }
  const count = texts.reduce((sum, { units }) => sum + units.length, 0)
  for (const { map } of targets)
    if (map.length !== count)
      throw new RangeError(`a map of these texts has ${count} values, one for each unit, not ${map.length}`)
}

function checkSpan({ start, end }: TextSpan, length: number): void {
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length))
    throw new RangeError(`a text of ${length} characters has no place from ${start} to ${end}`)
}

/** Returns the position of the first unit of each text in a map. */
export function firstUnits(texts: readonly DrawnText[]): number[] {
  let first = 0
  return texts.map(({ units }) => (first += units.length) - units.length)
}
