/**
 * Returns the items of greatest absolute value, in this order, and the others. Items without a value come last.
 *
 * @throws RangeError for no items, and for a number out of range
 */
export function mostImportant<T>(
  items: readonly T[],
  valueOf: (item: T) => number,
  most = 15,
): { readonly shown: readonly T[]; readonly left: readonly T[] } {
  if (items.length === 0) throw new RangeError("a chart of bars needs at least one bar")
  if (!(Number.isSafeInteger(most) && most >= 1))
    throw new RangeError(`most is a whole number of bars from 1, not ${most}`)
  const rank = (item: T) => {
    const value = Math.abs(valueOf(item))
    return Number.isNaN(value) ? -1 : value
  }
  const sorted = [...items].sort((a, b) => rank(b) - rank(a))
  // A line for one other would take the place of its bar.
  const count = items.length === most + 1 ? items.length : most
  return { shown: sorted.slice(0, count), left: sorted.slice(count) }
}
