import { type Finding, note } from "../contracts/finding.ts"
import { PamiError } from "../error.ts"

/** Classes whose scores are kept: see {@link chooseClasses}. */
export type Classes = "all" | readonly number[] | ((prediction: Float64Array) => readonly number[])

/** Returns a function that chooses the `count` classes of highest probability, highest first. */
export function topClasses(count: number): (prediction: Float64Array) => number[] {
  return (prediction) =>
    Array.from(prediction.keys())
      .sort((a, b) => prediction[b] - prediction[a])
      .slice(0, count)
}

// Scores of more classes are kept only on request.
const mostClasses = 2000

/**
 * Returns the classes whose scores are kept; `undefined` for all.
 *
 * @param prediction the scores of all classes for the input
 * @param findings gets a note if only the strongest are kept
 * @throws RangeError for an empty list
 * @throws PamiError `TARGET_OUT_OF_RANGE`
 */
export function chooseClasses(
  asked: Classes | undefined,
  prediction: Float64Array,
  findings: Finding[],
): readonly number[] | undefined {
  const { length: count } = prediction
  if (asked === "all") return undefined
  if (asked === undefined) {
    if (count <= mostClasses) return undefined
    findings.push(
      note(
        "CLASSES_LIMITED",
        `scores are kept of the ${mostClasses} strongest of ${count} classes`,
        "name the classes to explain",
      ),
    )
    return topClasses(mostClasses)(prediction)
  }
  const classes = typeof asked === "function" ? asked(prediction) : asked
  if (classes.length === 0) throw new RangeError("at least one class is needed")
  for (const id of classes)
    if (!Number.isInteger(id) || id < 0 || id >= count)
      throw new PamiError(
        "TARGET_OUT_OF_RANGE",
        `class ${id} does not exist: the model has ${count}, numbered 0 to ${count - 1}`,
      )
  return classes
}
