import type { DrawnText } from "@pami/figure"
import { unitsOf } from "@pami/text"
import type { ShownTexts, TextUnit } from "@pami/text"

/** A piece of a text: a unit, or what lies between two. */
export interface TextPiece {
  /** Place in the text, half open, in UTF-16 code units. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** `null` for what is not a unit: spaces, and what the model did not see. */
  readonly importance: number | null
}

/** A text in pieces, which make up the text one after another. */
export interface ExplainedText {
  readonly name: string
  readonly text: string
  readonly pieces: readonly TextPiece[]
}

/** Returns the texts of an input with the importance of their units. */
export function explainedTexts(made: ShownTexts, map: Float32Array): ExplainedText[] {
  return made.texts.map(({ name, text, grid }) => {
    const whole: TextUnit = { start: 0, end: text.length, text }
    const pieces = grid === undefined ? [whole] : unitsOf(made, map, name)
    return {
      name,
      text,
      pieces: pieces.map((piece) => ({ ...piece, importance: piece.importance ?? null })),
    }
  })
}

/** Returns the texts of an input as figures take them: a text without a grid is shown and not explained. */
export function drawnTexts({ texts }: Pick<ShownTexts, "texts">): DrawnText[] {
  return texts.map(({ name, text, units, grid, shown }) => ({
    ...(texts.length > 1 && { name }),
    text,
    units: grid === undefined ? [] : units,
    shown,
  }))
}
