import { rankCorrelation } from "@pami/evaluation"
import type { Judged } from "./judged.ts"

/** Returns the rank correlation of two maps of one sweep; `NaN` if one is flat. */
export function correlate(first: Pick<Judged, "map">, second: Pick<Judged, "map">): number {
  return rankCorrelation(first.map, second.map)
}

/** Returns the rank correlation of every two maps, `[maps, maps]`. */
export function correlateAll(maps: readonly Float32Array[]): number[][] {
  const table = maps.map(() => maps.map(() => 1))
  for (let row = 0; row < maps.length; row++)
    for (let column = 0; column < row; column++)
      table[row][column] = table[column][row] = rankCorrelation(maps[row], maps[column])
  return table
}
