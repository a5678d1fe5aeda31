import type { Augmentation } from "@pami/core"
import type { Pixels, Size } from "../picture.ts"
import { shown } from "../shown.ts"
import { checkShift, checkTurns } from "./check-size.ts"
import { colorJitter } from "./color-jitter.ts"
import { flip } from "./flip.ts"
import { rotate } from "./rotate.ts"
import { scale } from "./scale.ts"
import { shift } from "./shift.ts"
import { authorsShifts, shifts } from "./shifts.ts"

/** The names that {@link parseAugmentations} takes, for help texts. */
export const augmentationNames = [
  "none",
  "authors",
  "shifts",
  "shifts:COUNT",
  "shift:X:Y",
  "flip",
  "flip-vertical",
  "rotate",
  "rotate:TURNS",
  "scale:FACTOR",
  "jitter:SEED",
] as const

const number = /^[-+]?(\d+(\.\d*)?|\.\d+)$/

/**
 * Augmentations as on a command line, in the order given: names separated by commas.
 *
 * - `none`: no augmentation; stands alone.
 * - `authors`: the authors' wrapped {@link authorsShifts}; `shifts`: the same, reflected; `shifts:24`: as many.
 * - `shift:X:Y`: by pixels, reflected.
 * - `flip`: left to right; `flip-vertical`.
 * - `rotate`: by 90, 180 and 270 degrees; `rotate:1`: by that many quarter turns.
 * - `scale:1.2`: zoom.
 * - `jitter:SEED`: colours.
 *
 * @param size of the model's input, in pixels: shifts follow it, and what does not fit it is refused here.
 * @throws RangeError for a name that is not known, with those that are; for a value out of its range; for an augmentation
 *   that is named twice
 */
export function parseAugmentations(text: string, size: Size): Augmentation<Pixels>[] {
  const items = text.split(",").map((item) => item.trim())
  if (items.length === 1 && items[0] === "none") return []
  const augmentations = items.flatMap((item) => parseOne(item, size))
  const seen = new Set<string>()
  for (const augmentation of augmentations) {
    if (seen.has(augmentation.name)) throw new RangeError(`augmentation ${augmentation.name} is named twice`)
    seen.add(augmentation.name)
  }
  return augmentations
}

/** Throws the errors of augmentations that the size rules out, before a model runs. */
function parseOne(item: string, size: Size): Augmentation<Pixels>[] {
  const [name, ...values] = item.split(":")
  const numbers = values.map((value) => (number.test(value) ? Number(value) : NaN))
  if (!numbers.some(Number.isNaN)) {
    const [first, second] = numbers
    const known = `${name}/${numbers.length}`
    if (known === "authors/0") return authorsShifts(size)
    if (known === "shifts/0") return shifts(size)
    if (known === "shifts/1") return shifts({ ...size, count: first })
    if (known === "shift/2") {
      checkShift(size, first, second)
      return [shift({ x: first, y: second })]
    }
    if (known === "flip/0") return [flip({ axis: "horizontal" })]
    if (known === "flip-vertical/0") return [flip({ axis: "vertical" })]
    if (name === "rotate" && numbers.length < 2)
      return (numbers.length === 0 ? [1, 2, 3] : numbers).map((turns) => {
        checkTurns(size, turns)
        return rotate({ turns: turns as 1 | 2 | 3 })
      })
    if (known === "scale/1") return [scale({ factor: first })]
    if (known === "jitter/1") return [colorJitter({ seed: first })]
  }
  if (item === "none") throw new RangeError("augmentation none stands alone; leave it out or the others")
  throw new RangeError(
    `augmentation ${shown(item)} is not known. Known, separated by commas: ${augmentationNames.join(", ")}`,
  )
}
