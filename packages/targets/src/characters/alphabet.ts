import { targetsError } from "../error-code.ts"

/** The class of no character in CTC outputs: the first, the last, or by number. */
export type Blank = "first" | "last" | number

/** The characters of classes. */
export interface Alphabet {
  /** The character of each class; undefined for the blank. */
  readonly characters: readonly (string | undefined)[]
  readonly blank: number
  /** Whether a space was added behind the last character, in the manner of PaddleOCR. */
  readonly addedSpace: boolean
}

/** Returns the characters of a text, or as they are given. */
export function charactersOf(alphabet: string | readonly string[]): readonly string[] {
  return typeof alphabet === "string" ? Array.from(alphabet) : alphabet
}

/** Returns whether a number of classes is that of an alphabet and a blank, or of a space in addition. */
export function fitsAlphabet(classes: number | null, characters: number): boolean {
  return classes === null || classes === characters + 1 || classes === characters + 2
}

/**
 * Returns the character of each class.
 *
 * @throws PamiError `ALPHABET_UNSUITABLE`
 */
export function assignClasses(given: readonly string[], blank: Blank, classes: number): Alphabet {
  const addedSpace = classes === given.length + 2 && !given.includes(" ")
  const letters = addedSpace ? [...given, " "] : given
  if (letters.length !== classes - 1)
    throw targetsError(
      "ALPHABET_UNSUITABLE",
      `the model has ${classes} classes, the alphabet ${given.length} characters: expected ${classes - 1}, without the blank. Give the alphabet of this model, in its order.`,
      { classes, characters: given.length },
    )
  const at = blank === "first" ? 0 : blank === "last" ? classes - 1 : blank
  if (!(Number.isInteger(at) && at >= 0 && at < classes))
    throw targetsError("ALPHABET_UNSUITABLE", `the blank is a class from 0 to ${classes - 1}, not ${blank}`)
  return { characters: [...letters.slice(0, at), undefined, ...letters.slice(at)], blank: at, addedSpace }
}
