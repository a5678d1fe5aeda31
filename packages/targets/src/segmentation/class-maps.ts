import type { Look, Tensors } from "@pami/core"
import { type Column, insideUnit, probabilityAt, type ScoreActivation } from "../outputs/activation.ts"
import { finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import type { MapFit } from "./segmentation-format.ts"

/** Maps of classes in an output. */
export interface ClassMaps {
  readonly activation: ScoreActivation | "argmax"
  readonly width: number
  readonly height: number
  /** Class that each place of the original has; -1 for none. */
  readonly owners: Int32Array
  /** Returns a function that gives the mean probability of a class over places, for an item. */
  open(outputs: Tensors, count: number): (item: number, places: Int32Array, cls: number) => number
}

/**
 * Returns the maps of classes in an output.
 *
 * @param asked function from outputs to probabilities; if undefined, decided by the end of the graph and the numbers
 */
export function openClassMaps(
  { original, baseline, model }: Pick<Look, "original" | "baseline" | "model">,
  { output, holds, layout, classes: declared, height, width }: MapFit,
  asked: ScoreActivation | undefined,
): ClassMaps {
  const [classes, rows, columns] = [declared!, height!, width!]
  const count = rows * columns
  const stride = layout === "nchw" ? count : 1
  const startOf = (place: number) => (layout === "nchw" ? place : place * classes)
  const data = finiteNumbers(original[output], output, "the input")
  if (holds === "classes")
    return {
      activation: "argmax",
      width: columns,
      height: rows,
      owners: Int32Array.from(data),
      open(outputs, items) {
        const seen = itemStarts(outputs, output, count, items)
        return (item, places, cls) => {
          let kept = 0
          for (const place of places) if (seen.data[seen.at(item) + place] === cls) kept++
          return kept / places.length
        }
      },
    }
  const isProbability =
    model.activations?.[output] !== undefined ||
    [data, finiteNumbers(baseline[output], output, "the fully masked input")].every(insideUnit)
  const activation = asked ?? (isProbability ? "none" : classes === 1 ? "sigmoid" : "softmax")
  const own: Column = { data, stride, classes }
  return {
    activation,
    width: columns,
    height: rows,
    owners:
      classes === 1
        ? Int32Array.from(data, (_, place) => (probabilityAt(own, place, 0, activation) >= 0.5 ? 0 : -1))
        : ownersOf(own, count, layout === "nchw" ? 1 : classes),
    open(outputs, items) {
      const seen = itemStarts(outputs, output, classes * count, items)
      const column: Column = { data: seen.data, stride, classes }
      return (item, places, cls) => {
        let sum = 0
        for (const place of places)
          sum += probabilityAt(column, seen.at(item) + startOf(place), cls, activation)
        return sum / places.length
      }
    },
  }
}

/** Returns the class of highest number at each place; places are `step` apart. */
function ownersOf({ data, stride, classes }: Column, count: number, step: number): Int32Array {
  const owners = new Int32Array(count)
  const highest = Float64Array.from({ length: count }, (_, place) => data[place * step])
  for (let cls = 1; cls < classes; cls++)
    for (let place = 0, at = cls * stride; place < count; place++, at += step)
      if (data[at] > highest[place]) {
        highest[place] = data[at]
        owners[place] = cls
      }
  return owners
}
