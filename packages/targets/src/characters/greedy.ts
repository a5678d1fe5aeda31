import { type Column, highestAt } from "../outputs/activation.ts"

/** A character of a decoded text, and the time steps that decide it. */
export interface Decoded {
  readonly class: number
  /** First time step at which the class is the highest. */
  readonly start: number
  /** Time step after the last. */
  readonly end: number
}

/**
 * Returns the characters of the best path: classes in a row count once, blanks separate them (Graves et al. 2006,
 * section 3.2).
 *
 * @param step distance from a time step to the next
 */
export function decodeGreedily(
  column: Column,
  { from, step, steps, blank }: { from: number; step: number; steps: number; blank: number },
): Decoded[] {
  const decoded: Decoded[] = []
  for (let t = 0, previous = blank, start = 0; t <= steps; t++) {
    const cls = t === steps ? blank : highestAt(column, from + t * step, 0, column.classes)
    if (cls === previous) continue
    if (previous !== blank) decoded.push({ class: previous, start, end: t })
    previous = cls
    start = t
  }
  return decoded
}

/**
 * Returns the time steps over which each character is looked for: its own and `reach` on both sides, but not beyond the
 * middle between it and a neighbour of the same class.
 */
export function windowsOf(
  decoded: readonly Decoded[],
  steps: number,
  reach: number,
): { start: number; end: number }[] {
  return decoded.map(({ class: cls, start, end }, k) => {
    const [before, after] = [decoded[k - 1], decoded[k + 1]]
    const first = before?.class === cls ? Math.ceil((before.end + start) / 2) : 0
    const last = after?.class === cls ? Math.ceil((end + after.start) / 2) : steps
    return { start: Math.max(first, start - reach), end: Math.min(last, end + reach) }
  })
}
