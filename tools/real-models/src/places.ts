import type { Peak } from "./documents.ts"

/** A place where a person would point, named for people. */
export interface Place {
  readonly name: string
  /** Returns whether the peak of a map lies inside. */
  holds(peak: Peak): boolean
}

/** A rectangle in shares of the image: left, top, right, bottom. */
export type Rectangle = readonly [left: number, top: number, right: number, bottom: number]

/** Returns a place of an image, of one or several rectangles. */
export function inImage(
  name: string,
  { width, height }: { readonly width: number; readonly height: number },
  ...rectangles: readonly Rectangle[]
): Place {
  return {
    name,
    holds: ({ x, y }) =>
      rectangles.some(
        ([left, top, right, bottom]) =>
          Number(x) >= left * width &&
          Number(x) < right * width &&
          Number(y) >= top * height &&
          Number(y) < bottom * height,
      ),
  }
}

/** Returns a range on the axis of a series. */
export function between(name: string, axis: string, from: number, to: number): Place {
  return { name, holds: (peak) => Number(peak[axis]) >= from && Number(peak[axis]) < to }
}

/** Returns a column of a table, or a group of columns. */
export function inColumn(column: string): Place {
  return { name: column, holds: (peak) => peak["column"] === column }
}
