import type { Part } from "@pami/core"

/**
 * Returns the numbers from 0 to `units - 1` in random sets of `count`, each as likely as any other: a set is one byte for each
 * number, 1 for a member.
 *
 * @param next of `random`
 */
export function randomSet(units: number, count: number, next: () => number): Uint8Array {
  const set = new Uint8Array(units)
  let left = count
  for (let unit = 0; unit < units && left > 0; unit++)
    if (next() * (units - unit) < left) {
      set[unit] = 1
      left--
    }
  return set
}

/**
 * Returns a random box of a grid, from a tenth to a half of each side, as a set: one byte for each unit.
 *
 * @param shape of the grid
 * @param next of `random`
 */
export function randomBox(shape: readonly number[], next: () => number): Uint8Array {
  const ranges = shape.map((length) => {
    const side = Math.max(1, Math.round(length * (0.1 + 0.4 * next())))
    const start = Math.floor(next() * (length - side + 1))
    return [start, start + side] as const
  })
  const set = new Uint8Array(shape.reduce((product, length) => product * length, 1))
  for (let unit = 0; unit < set.length; unit++) {
    let rest = unit
    let inside = true
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const place = rest % shape[axis]
      rest = Math.floor(rest / shape[axis])
      inside &&= place >= ranges[axis][0] && place < ranges[axis][1]
    }
    if (inside) set[unit] = 1
  }
  return set
}

/** Returns the part of all units outside a set. */
export function allBut(set: Uint8Array): Part {
  const runs: number[] = []
  let inside = false
  for (const [unit, member] of set.entries()) {
    if ((member === 0) === inside) continue
    runs.push(unit)
    inside = !inside
  }
  if (inside) runs.push(set.length)
  return Int32Array.from(runs)
}

/** Returns the importance of a set: the sum of its values, without units that have none. */
export function sumOver(map: ArrayLike<number>, set: Uint8Array): number {
  let sum = 0
  for (let unit = 0; unit < set.length; unit++)
    if (set[unit] === 1 && !Number.isNaN(map[unit])) sum += map[unit]
  return sum
}

/** Throws RangeError for a number of samples below 2, or a seed that is not an integer. */
export function checkSampling(samples: number, seed: number): void {
  if (!Number.isInteger(samples) || samples < 2)
    throw new RangeError(`samples is a whole number of at least 2; got ${samples}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is an integer; got ${seed}`)
}
