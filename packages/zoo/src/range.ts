/**
 * Returns a random integer of an inclusive range, or the integer itself.
 *
 * @throws RangeError unless it is an integer from 0 to `most`, or a range of these
 */
export function countOf(
  next: () => number,
  name: string,
  given: number | readonly [number, number],
  most: number,
): number {
  const [fewest, largest] = typeof given === "number" ? [given, given] : given
  if (
    !Number.isInteger(fewest) ||
    !Number.isInteger(largest) ||
    fewest < 0 ||
    largest < fewest ||
    largest > most
  )
    throw new RangeError(
      `${name} must be an integer from 0 to ${most}, or a range [fewest, most] of these, got ${JSON.stringify(given)}`,
    )
  return typeof given === "number" ? given : fewest + Math.floor(next() * (largest - fewest + 1))
}

/** Returns `count` different indices below `length`, in random order. */
export function choose(next: () => number, count: number, length: number): number[] {
  const left = Array.from({ length }, (_, index) => index)
  return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)[0])
}

/**
 * Returns the starts of `lengths` on a line of `total`, at random, without overlap.
 *
 * @throws RangeError if they do not fit
 */
export function starts(next: () => number, lengths: readonly number[], total: number): number[] {
  const free = total - lengths.reduce((sum, length) => sum + length, 0)
  if (free < 0) throw new RangeError(`${lengths.length} do not fit on a length of ${total}`)
  const gaps = lengths.map(() => Math.floor(next() * (free + 1))).sort((a, b) => a - b)
  let before = 0
  return lengths.map((length, index) => {
    const start = gaps[index] + before
    before += length
    return start
  })
}
