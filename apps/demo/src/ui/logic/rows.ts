/**
 * Adds a target to those side by side, the first one beside the chosen one, or takes it away.
 *
 * @returns none, or at least two
 */
export function toggled<Id>(rows: readonly Id[], chosen: Id, id: Id): readonly Id[] {
  const before = rows.length === 0 ? [chosen] : rows
  const after = before.includes(id) ? before.filter((row) => row !== id) : [...before, id]
  return after.length < 2 ? [] : after
}
