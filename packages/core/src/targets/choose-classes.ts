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
 * Returns the classes whose scores are kept.
 *
 * @param prediction the scores of all classes for the input
 * @throws RangeError for an empty list
 * @throws PamiError `TARGET_OUT_OF_RANGE`
 */
export function chooseClasses(asked: Classes | undefined, prediction: Float64Array): readonly number[] {
  const { length: count } = prediction
  if (asked === "all" || (asked === undefined && count <= mostClasses)) return [...prediction.keys()]
  const choose = asked ?? topClasses(mostClasses)
  const classes = typeof choose === "function" ? choose(prediction) : choose
  if (classes.length === 0) throw new RangeError("at least one class is needed")
  for (const id of classes)
    if (!(id in prediction))
      throw new PamiError(
        "TARGET_OUT_OF_RANGE",
        `class ${id} does not exist: the model has ${count}, numbered 0 to ${count - 1}`,
      )
  return classes
}
