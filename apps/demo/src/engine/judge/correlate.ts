import { rankCorrelation } from "@pami/evaluation"
import { readMap } from "@pami/recipe"
import { selectionFor, type Chosen } from "../choice.ts"
import type { Judged } from "./judged.ts"

/** Returns the rank correlation of the maps of two choices of one sweep; `NaN` if one is flat. */
export function correlate({ predicted, explanation, chosen }: Judged, other: Chosen): number {
  const [first, second] = [chosen, other].map((one) =>
    readMap(predicted.resolved.recipe, explanation, selectionFor(one)),
  )
  return rankCorrelation(first, second)
}

/** Returns the rank correlation of every two maps, `[maps, maps]`. */
export function correlateAll(maps: readonly Float32Array[]): number[][] {
  const table = maps.map(() => maps.map(() => 1))
  for (let row = 0; row < maps.length; row++)
    for (let column = 0; column < row; column++)
      table[row][column] = table[column][row] = rankCorrelation(maps[row], maps[column])
  return table
}
