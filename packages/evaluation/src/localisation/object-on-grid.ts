import { evaluationError, expectEvidence } from "../evidence.ts"
import type { Subject } from "../contracts/metric.ts"
import type { Truth } from "../contracts/truth.ts"
import { once } from "../once.ts"

/** The annotation that a metric prefers if both are known. */
export type Annotation = "boxes" | "mask"

/**
 * Returns the object on the grid of the map: one byte for each unit, 1 if the centre of the unit lies in a box or on a pixel
 * of the mask.
 *
 * @throws PamiError `EVIDENCE_MISSING` without boxes and mask, `OBJECT_EMPTY` if no unit shows the object,
 *   `MAP_INVALID` for a map that is not of an image
 */
export function objectOnGrid(subject: Subject, preferred: Annotation): Uint8Array {
  const truth = expectObject(subject)
  const [rows, columns] = gridSize(subject)
  const annotation = truth.mask === undefined ? "boxes" : truth.boxes?.length ? preferred : "mask"
  // The maps of all methods have one truth.
  return once(truth, `object ${annotation} ${rows} ${columns}`, () => {
    const contains = annotation === "mask" ? inMask(truth) : inBoxes(truth)
    const object = new Uint8Array(rows * columns)
    for (let row = 0, unit = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, unit++) {
        const [x, y] = pixelOf(truth, subject, column + 0.5, row + 0.5)
        if (contains!(x, y)) object[unit] = 1
      }
    if (!object.includes(1))
      throw evaluationError(
        "OBJECT_EMPTY",
        "no unit of the map shows the object: it was cropped, or is smaller than a unit",
      )
    return object
  })
}

/** Returns the truth of a subject with boxes or a mask. */
export function expectObject({ truth }: Subject): Truth {
  const known = truth?.mask !== undefined || (truth?.boxes?.length ?? 0) > 0
  const { width, height, mask } = expectEvidence(known ? truth : undefined, "object")
  if (!(width > 0 && height > 0))
    throw new RangeError(`an image has at least one pixel; got ${width} x ${height}`)
  if (mask !== undefined && mask.length !== width * height)
    throw new RangeError(
      `a mask of ${width} x ${height} pixels has ${width * height} bytes; got ${mask.length}`,
    )
  return truth!
}

/** Returns rows and columns of the map. */
export function gridSize({ shape }: Subject): [rows: number, columns: number] {
  if (shape.length === 2) return [shape[0], shape[1]]
  throw evaluationError(
    "MAP_INVALID",
    `localisation takes maps of rows and columns; this one has ${shape.length} axes`,
  )
}

/** Returns the place in the original, in pixels, of a place on the grid, in units. */
export function pixelOf(truth: Truth, subject: Subject, column: number, row: number): [x: number, y: number] {
  const [rows, columns] = gridSize(subject)
  const { x, y, width, height } = truth.covers ?? { x: 0, y: 0, width: truth.width, height: truth.height }
  return [x + (column * width) / columns, y + (row * height) / rows]
}

/** Returns whether a place in the original lies in one of the boxes; `undefined` if there are none. */
export function inBoxes({ boxes = [] }: Truth): ((x: number, y: number) => boolean) | undefined {
  if (boxes.length === 0) return undefined
  return (x, y) =>
    boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height)
}

/** Returns whether a place in the original lies on the mask; `undefined` if it is not known. */
export function inMask({ mask, width, height }: Truth): ((x: number, y: number) => boolean) | undefined {
  if (mask === undefined) return undefined
  return (x, y) =>
    x >= 0 && y >= 0 && x < width && y < height && mask[Math.floor(y) * width + Math.floor(x)] !== 0
}
