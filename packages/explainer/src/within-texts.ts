import { onGrid } from "@pami/core"
import type { Explanation } from "@pami/core"
import type { Recipe } from "@pami/recipe"

/**
 * Returns whether the words of each of several texts were scored while the other texts were whole. Then all values of a text that
 * hardly matters are about the score of the whole input, and cannot be compared with those of another text.
 */
export function isWithinTexts(
  { kind, method }: Pick<Recipe, "kind" | "method">,
  { grids, partitions }: Partial<Pick<Explanation, "grids" | "partitions">>,
): boolean {
  return (
    kind === "text" &&
    method === "pami" &&
    (grids ?? []).length > 1 &&
    (partitions ?? []).some(({ variant = 0 }) => variant > 0)
  )
}

/** Returns a map with each value above the lowest of its text, so that those of several texts can be compared. */
export function riseWithinTexts(
  map: Float32Array,
  { grids }: Partial<Pick<Explanation, "grids">>,
): Float32Array {
  const risen = Float32Array.from(map)
  for (const grid of grids ?? []) {
    const own = onGrid(risen, grid)
    const lowest = own.reduce((least, value) => (value < least ? value : least), Infinity)
    for (let unit = 0; unit < own.length; unit++) own[unit] -= lowest
  }
  return risen
}
