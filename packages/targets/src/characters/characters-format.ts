import { type Fit, isFloat, listOutputs, named, type Outputs } from "../outputs/fit.ts"
import { fitsAlphabet } from "./alphabet.ts"

/** Order of the axes: batch, time, classes. */
export type CharactersLayout = "NTC" | "TNC" | "NCT"

/** An output of classes at each time step. */
export interface CharactersFit extends Fit {
  readonly layout: CharactersLayout
  /** Number of classes; `null` if the model does not declare it. */
  readonly classes: number | null
  /** Number of time steps; `null` if it is free. */
  readonly steps: number | null
}

/** Facts beside the outputs that help to recognize characters. */
export interface CharactersFacts {
  /** Number of characters of the alphabet, without the blank. Default: unknown. */
  readonly characters?: number
  /** The order of axes, if it is known. */
  readonly layout?: CharactersLayout | undefined
}

// Digits and a blank.
const fewest = 11

/**
 * Returns the outputs that may be characters by CTC: classes at each time step, `[N, T, classes]`, `[T, N, classes]` or
 * `[N, classes, T]`. Clear if the number of classes is that of the alphabet and a blank.
 */
export function charactersFormat(outputs: Outputs, facts: CharactersFacts = {}): CharactersFit[] {
  const { characters, layout: asked } = facts
  return listOutputs(outputs).flatMap((output): CharactersFit[] => {
    const { name, shape } = output
    if (!isFloat(output) || shape.length !== 3) return []
    const isLast =
      characters === undefined ? (shape[2] ?? fewest) >= fewest : fitsAlphabet(shape[2], characters)
    const isMiddle = characters !== undefined && fitsAlphabet(shape[1], characters)
    if (asked === undefined && !isLast && !isMiddle) return []
    // Of one item, the axis of length one is the batch.
    const layout = asked ?? (!isLast ? "NCT" : shape[1] === 1 && shape[0] !== 1 ? "TNC" : "NTC")
    const classes = layout === "NCT" ? shape[1] : shape[2]
    const steps = layout === "NTC" ? shape[1] : layout === "TNC" ? shape[0] : shape[2]
    return [
      {
        output: name,
        why: `${named(output)} has ${classes ?? "several"} classes at each of ${steps ?? "any number of"} time steps`,
        clear: characters !== undefined && classes !== null,
        layout,
        classes,
        steps,
      },
    ]
  })
}
