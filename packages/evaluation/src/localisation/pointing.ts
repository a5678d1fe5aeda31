import { type Box, peak } from "@pami/core"
import type { Truth } from "../contracts/truth.ts"
import { expectMap } from "../evidence.ts"
import type { Metric, Subject } from "../contracts/metric.ts"
import { expectObject, gridSize, inBoxes, inMask, objectOnGrid, pixelOf } from "./object-on-grid.ts"

/** Rules of the pointing game. */
export const pointingRules = ["authors", "torchray", "exact"] as const

/** A rule of the pointing game: see {@link pointing}. */
export type PointingRule = (typeof pointingRules)[number]

/** Options of {@link pointing}. */
export interface PointingOptions {
  /** Default `authors`. */
  readonly rule?: PointingRule
}

// Pixels of the original, as in TorchRay.
const tolerance = 15

const protocols: Readonly<Record<PointingRule, string>> = {
  authors:
    "1 if the most important unit, the first of several, lies in a box of the object scaled to the grid by integer division, its borders included, without tolerance (code of the paper's authors); on the mask if the boxes are unknown.",
  torchray:
    "1 if a pixel of the object lies less than 15 pixels of the original from the most important unit; mean over classes of the share of hits (Zhang et al. 2018; TorchRay). The object is its mask, or its boxes if the mask is unknown.",
  exact:
    "1 if the centre of the most important unit, the first of several, lies on the mask of the object, or in a box if the mask is unknown, without tolerance.",
}

/**
 * Returns the pointing game (Zhang et al., Excitation Backprop, 2018, section 4.1): a hit if the most important unit lies on
 * the object. The rules differ in the tolerance, and are not to be mixed:
 *
 * - `authors`: in a box scaled to the grid by integer division, as in the code of the paper's authors;
 * - `torchray`: within 15 pixels of the original, and the mean is over classes, as in TorchRay, which takes the masks of COCO
 *   and the boxes of VOC;
 * - `exact`: on the mask, for objects whose pixels are known.
 *
 * A map without values misses.
 *
 * @throws RangeError for an unknown rule
 */
export function pointing({ rule = "authors" }: PointingOptions = {}): Metric {
  if (!pointingRules.includes(rule))
    throw new RangeError(`rule is one of ${pointingRules.join(", ")}; got ${String(rule)}`)
  return {
    name: `pointing:${rule}`,
    protocol: protocols[rule],
    better: "higher",
    needs: ["object"],
    baselines: [],
    settings: { rule },
    average: rule === "torchray" ? "classes" : "maps",
    measure(subject) {
      expectMap(subject)
      const truth = expectObject(subject)
      const unit = peak(subject.map)
      return { value: unit >= 0 && hits(rule, unit, truth, subject) ? 1 : 0 }
    },
  }
}

function hits(rule: PointingRule, unit: number, truth: Truth, subject: Subject): boolean {
  const [, columns] = gridSize(subject)
  const [row, column] = [Math.floor(unit / columns), unit % columns]
  if (rule === "authors" && truth.boxes?.length) return inScaledBox(row, column, truth, subject)
  if (rule !== "torchray") return objectOnGrid(subject, rule === "exact" ? "mask" : "boxes")[unit] === 1
  // Pixels are numbered by their corners, as in TorchRay: the centre of pixel 0 is 0.
  const [x, y] = pixelOf(truth, subject, column + 0.5, row + 0.5)
  return pointsNear(truth, x - 0.5, y - 0.5)
}

/**
 * Returns whether a point hits the object by TorchRay's rule: a pixel of the mask, or of a box if the mask is unknown,
 * lies less than 15 pixels from it.
 *
 * @param x in pixels of the original, 0 at the centre of the first
 * @param y as `x`
 *
 * @example
 * const truth = { width: 100, height: 80, boxes: [{ x: 60, y: 30, width: 10, height: 10 }] }
 * console.log(pointsNear(truth, 50, 40)) // true
 * console.log(pointsNear(truth, 45, 40)) // false
 */
export function pointsNear(truth: Truth, x: number, y: number): boolean {
  const contains = inMask(truth) ?? inBoxes(truth)
  if (contains === undefined) return false
  const [left, right] = [Math.max(0, Math.ceil(x - tolerance)), Math.min(truth.width - 1, x + tolerance)]
  const [top, bottom] = [Math.max(0, Math.ceil(y - tolerance)), Math.min(truth.height - 1, y + tolerance)]
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++)
      if ((column - x) ** 2 + (row - y) ** 2 < tolerance ** 2 && contains(column, row)) return true
  return false
}

function inScaledBox(row: number, column: number, truth: Truth, subject: Subject): boolean {
  const [rows, columns] = gridSize(subject)
  const covers = truth.covers ?? { x: 0, y: 0, width: truth.width, height: truth.height }
  const scale = (from: number, start: number, extent: number, length: number) =>
    Math.floor(((from - start) * length) / extent)
  return truth.boxes!.some(({ x, y, width, height }: Box) => {
    const [left, right] = [x, x + width].map((at) => scale(at, covers.x, covers.width, columns))
    const [top, bottom] = [y, y + height].map((at) => scale(at, covers.y, covers.height, rows))
    return column >= left && column <= right && row >= top && row <= bottom
  })
}
