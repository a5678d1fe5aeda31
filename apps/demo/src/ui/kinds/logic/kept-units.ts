/**
 * Returns which units a part shows.
 *
 * @param inverse whether the part is masked, not the others
 */
export function keptUnits(part: Int32Array, units: number, inverse: boolean): boolean[] {
  const kept = Array.from({ length: units }, () => inverse)
  for (let i = 0; i < part.length; i += 2) kept.fill(!inverse, part[i], part[i + 1])
  return kept
}

/** Returns the runs of kept places of an axis, half open. */
export function runsOf(kept: readonly boolean[]): readonly (readonly [from: number, to: number])[] {
  const runs: [number, number][] = []
  for (const [place, isKept] of kept.entries()) {
    if (!isKept) continue
    const last = runs.at(-1)
    if (last?.[1] === place) last[1]++
    else runs.push([place, place + 1])
  }
  return runs
}
