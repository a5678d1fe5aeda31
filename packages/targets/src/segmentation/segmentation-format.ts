import type { TensorInfo } from "@pami/core"
import { type Fit, isFloat, isInteger, listOutputs, named, type Outputs } from "../outputs/fit.ts"

/** An output with a number for each class at each place of a map, or the class itself. */
export interface MapFit extends Fit {
  /** `scores` of each class, or the numbers of the `classes`, of an argmax inside the model. */
  readonly holds: "scores" | "classes"
  /** Position of the axes after that of the batch. */
  readonly layout: "nchw" | "nhwc"
  /** Number of classes; 1 for a single score, and for numbers of classes. */
  readonly classes: number | null
  readonly height: number | null
  readonly width: number | null
}

/** Facts beside the outputs that help to recognize maps. */
export interface MapFacts {
  /** Rows and columns of the input of the model. Default: unknown. */
  readonly grid?: readonly number[] | undefined
}

// Below this share of the input's resolution, maps are more likely features or heads of a detector.
const coarsest = 1 / 8
const mostClasses = 256

/**
 * Returns the outputs that may be segmentations: `[N, classes, h, w]`, `[N, h, w, classes]`, or whole numbers of classes
 * `[N, h, w]`, also with an axis of length one. Clear if the map has the proportions of the input, and enough places.
 *
 * @example
 * const [fit] = segmentationFormat(
 *   [{ name: "mask", dtype: "float32", shape: [1, 256, 256, 1] }],
 *   { grid: [256, 256] },
 * )
 * console.log(`${fit.layout}, ${fit.classes} class, clear: ${fit.clear}`) // nhwc, 1 class, clear: true
 */
export function segmentationFormat(outputs: Outputs, facts: MapFacts = {}): MapFit[] {
  return listOutputs(outputs).flatMap((output) => {
    const fit = mapFit(output, facts)
    return fit === undefined ? [] : [fit]
  })
}

/** Returns how an output can be read as maps, if it can. */
export function mapFit(output: TensorInfo, { grid }: MapFacts): MapFit | undefined {
  const holds = isInteger(output) ? "classes" : "scores"
  if (holds === "scores" && !isFloat(output)) return undefined
  const { shape } = output
  const axes = shape.length === 4 ? shape.slice(1) : shape.length === 3 ? [1, ...shape.slice(1)] : undefined
  if (axes === undefined) return undefined
  const layout = layoutOf(axes, grid)
  const [classes, height, width] = layout === "nchw" ? axes : [axes[2], axes[0], axes[1]]
  if (holds === "classes" && classes !== 1) return undefined
  if ((height ?? 2) < 2 || (width ?? 2) < 2) return undefined
  const fits =
    grid?.length === 2 && height !== null && width !== null && hasProportions([height, width], grid)
  const isFine = fits && height >= grid[0] * coarsest
  const isFree = shape.length === 4 && height === null && width === null
  return {
    output: output.name,
    why: `${named(output)} has ${holds === "classes" ? "the number of a class" : classes === 1 ? "one score" : `scores of ${classes ?? "several"} classes`} at each place of a map`,
    clear:
      (isFine || isFree) &&
      (classes ?? Infinity) <= mostClasses &&
      shape.length === (holds === "scores" ? 4 : shape.length),
    holds,
    layout,
    classes,
    height,
    width,
  }
}

/** Returns the layout whose map has the proportions of the grid; if both or none have, the one with fewer classes. */
function layoutOf(
  [a, b, c]: readonly (number | null)[],
  grid: readonly number[] | undefined,
): "nchw" | "nhwc" {
  if (grid?.length === 2) {
    const first = b !== null && c !== null && hasProportions([b, c], grid)
    const last = a !== null && b !== null && hasProportions([a, b], grid)
    if (first !== last) return first ? "nchw" : "nhwc"
  }
  return (a ?? Infinity) <= (c ?? Infinity) ? "nchw" : "nhwc"
}

/** Returns whether a map has the proportions of a grid, but for rounding. */
function hasProportions([height, width]: readonly number[], [rows, columns]: readonly number[]): boolean {
  return Math.abs(height * columns - width * rows) <= Math.max(rows, columns)
}
