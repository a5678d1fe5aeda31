/** Throws a TypeError unless `value` is a number, and a RangeError unless it is finite and at least `lowest`. */
export function checkAtLeast(name: string, value: number, lowest: number): void {
  if (typeof value !== "number") throw new TypeError(`${name}: expected a number, received ${typeof value}`)
  if (!Number.isFinite(value) || value < lowest) {
    throw new RangeError(`${name}: expected a finite number of at least ${lowest}, received ${value}`)
  }
}

/** Throws a RangeError unless `value` is a finite number above zero. */
export function checkPositive(name: string, value: number): void {
  checkAtLeast(name, value, 0)
  if (value === 0) throw new RangeError(`${name}: expected a number above 0, received 0`)
}

/** Throws a RangeError unless `value` is a whole number of at least `lowest`. */
export function checkWhole(name: string, value: number, lowest: number): void {
  checkAtLeast(name, value, lowest)
  if (!Number.isInteger(value)) throw new RangeError(`${name}: expected a whole number, received ${value}`)
}

// Upper limits of `iterations` and `sigma`: larger values take minutes and barely change the result.
export const maxIterations = 100
export const maxSigma = 100

/** Throws a RangeError when `value` is above `highest`. */
export function checkAtMost(name: string, value: number, highest: number): void {
  if (value > highest) throw new RangeError(`${name}: expected at most ${highest}, received ${value}`)
}

/** Throws a TypeError unless `values` is an array, and a RangeError if it is empty. */
export function checkList(name: string, values: readonly number[]): void {
  if (!Array.isArray(values))
    throw new TypeError(`${name}: expected an array of numbers, received ${typeof values}`)
  if (values.length === 0) throw new RangeError(`${name}: expected at least one number, received none`)
}

/** Throws a TypeError unless `value` is a boolean. */
export function checkBoolean(name: string, value: boolean): void {
  if (typeof value !== "boolean")
    throw new TypeError(`${name}: expected true or false, received ${typeof value}`)
}
