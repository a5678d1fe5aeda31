/**
 * Returns the positions of the names within a few typing errors of what was asked for, or with it inside, nearest first;
 * at most five.
 *
 * @param names each with its synonyms
 */
export function nearestNames(names: readonly (readonly string[])[], wanted: string): number[] {
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  const scored: { index: number; distance: number }[] = []
  for (const [index, synonyms] of names.entries()) {
    let best = Infinity
    for (const synonym of synonyms) {
      const inside = wanted.length > 2 && synonym.includes(wanted)
      best = Math.min(best, inside ? 0.5 : editDistance(synonym, wanted, limit))
    }
    if (best <= limit) scored.push({ index, distance: best })
  }
  return scored
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, 5)
    .map(({ index }) => index)
}

/** Letters to insert, delete or change (Levenshtein); Infinity when that is surely more than `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1)
    }
    row = next
  }
  return row[b.length]
}
