import type { Box, TargetInfo } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { parseTop, type Top } from "../outputs/top.ts"
import { type Corners, toBox, toCorners } from "./boxes.ts"
import type { Found } from "./candidates.ts"

/** A box to explain, also one that the model does not give: a missed object. */
export interface AskedObject {
  /** In units of the first grid. */
  readonly box: Box
  /** Number of the class. */
  readonly class: number
}

/** The objects to explain: the strongest, all, or boxes. */
export type Objects = Top | "all" | readonly AskedObject[]

/** An object to explain, in units of the grid. */
export interface ChosenObject {
  readonly box: Corners
  readonly class: number
}

/**
 * Returns the objects to explain.
 *
 * @throws RangeError for another choice
 */
export function chooseObjects(asked: Objects, found: readonly Found[]): readonly ChosenObject[] {
  if (typeof asked !== "string") {
    if (asked.length === 0) throw new RangeError("at least one object is needed")
    return asked.map((object) => ({ box: toCorners(object.box), class: object.class }))
  }
  if (found.length === 0)
    throw targetsError(
      "NOTHING_DETECTED",
      "the model detects nothing of this kind in the input. Check the preprocessing (mean, std, range, channel order), take another input, or name the box to explain.",
    )
  return asked === "all" ? found : found.slice(0, parseTop(asked))
}

/**
 * Returns the targets of objects: numbered from 0, each with its box and the label of its class. Labels that occur more than
 * once get a number, in order: "dog #1".
 */
export function describeObjects(
  objects: readonly ChosenObject[],
  labels: readonly string[] | undefined,
): Omit<TargetInfo, "score">[] {
  const names = objects.map(({ class: cls }) => labels?.[cls] ?? `class ${cls}`)
  const seen = new Map<string, number>()
  return objects.map(({ box }, id) => {
    const name = names[id]
    const number = (seen.get(name) ?? 0) + 1
    seen.set(name, number)
    const isOnly = names.indexOf(name) === names.lastIndexOf(name)
    return { id, label: isOnly ? name : `${name} #${number}`, box: toBox(box) }
  })
}
