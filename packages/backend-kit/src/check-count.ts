/**
 * Checks a number among a backend's options, such as `threads`.
 *
 * @param name of the option, for the message
 * @param most largest number allowed, inclusive. Default: the largest length of an axis, 2^31 - 1
 * @throws RangeError unless `count` is a whole number from 1 to `most`
 */
export function checkCount(name: string, count: number, most = 2 ** 31 - 1): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return
  throw new RangeError(`${name} must be a whole number from 1 to ${most}, got ${count}`)
}
