import type { UnitAxis } from "@pami/recipe"
import { value } from "../../logic/format.ts"

// More are not read.
const most = 6

/** Returns runs of time steps in words: `0.100 to 0.250 s, 0.700 to 0.750 s`. */
export function timesOf(
  runs: readonly (readonly [from: number, to: number])[],
  { start = 0, step = 1, unit }: Partial<UnitAxis> = {},
): string {
  if (runs.length === 0) return "No time"
  // The start is the middle of the first step.
  const edge = (place: number) => value(start + (place - 0.5) * step)
  const place = (at: number) => (unit === undefined ? String(Math.round(start + at * step)) : edge(at))
  const words = runs
    .slice(0, most)
    .map(([from, to]) => `${place(from)} to ${unit === undefined ? place(to - 1) : place(to)}`)
  const others = runs.length > most ? ` and ${runs.length - most} more` : ""
  return `${unit === undefined ? "Steps " : ""}${words.join(", ")}${others}${unit === undefined ? "" : ` ${unit}`}`
}
