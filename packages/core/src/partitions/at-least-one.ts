/**
 * Returns the value of an option that is at least 1.
 *
 * @throws RangeError for any other value
 */
export function atLeastOne(name: string, value: number): number {
  if (!(value >= 1)) throw new RangeError(`${name} is at least 1; got ${value}`)
  return value
}
