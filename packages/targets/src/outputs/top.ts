/** The first of several, by strength: `"top:3"`. */
export type Top = `top:${number}`

/**
 * Returns the number in `"top:3"`.
 *
 * @throws RangeError for any other text
 */
export function parseTop(text: string): number {
  const count = Number(/^top:(\d+)$/.exec(text)?.[1] ?? 0)
  if (count < 1) throw new RangeError(`expected "top:" and a number from 1, got "${text}"`)
  return count
}
