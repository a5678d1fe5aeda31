import { random } from "@pami/core/tensor"

/** A set of units: 1 for each one that is kept, else 0. */
export type Subset = Uint8Array

// Beyond this there are so many sets that a random one is new.
const mostListed = 12

/**
 * Returns different sets of half of the units, each followed by its complement. Neither everything nor nothing is among them:
 * their scores are known. Of few units, returns all sets, at random.
 */
export function drawSubsets(units: number, count: number, seed: number): Subset[] {
  const next = random(seed)
  const pairs = Math.ceil(count / 2)
  const sets = units <= mostListed ? listed(units, pairs, next) : drawn(units, pairs, next)
  return sets.flatMap((set) => [set, set.map((one) => 1 - one)]).slice(0, count)
}

/** Returns the number of sets that are neither everything nor nothing. */
export function countSubsets(units: number): number {
  return units > 50 ? Infinity : 2 ** units - 2
}

/** Returns one of each pair of complements: those without the last unit. */
function listed(units: number, pairs: number, next: () => number): Subset[] {
  const numbers = Array.from({ length: 2 ** (units - 1) - 1 }, (_, index) => index + 1)
  for (let i = numbers.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1))
    ;[numbers[i], numbers[other]] = [numbers[other], numbers[i]]
  }
  // Halves say most about a unit: sets of one unit, or of all but one, come last.
  const offCentre = (bits: number) => Math.abs(ones(bits) - units / 2)
  numbers.sort((a, b) => Math.floor(offCentre(a) / 2) - Math.floor(offCentre(b) / 2))
  return numbers
    .slice(0, pairs)
    .map((bits) => Uint8Array.from({ length: units }, (_, unit) => (bits >> unit) & 1))
}

function drawn(units: number, pairs: number, next: () => number): Subset[] {
  const sets = new Map<string, Subset>()
  while (sets.size < pairs) {
    const set = Uint8Array.from({ length: units }, () => (next() < 0.5 ? 1 : 0))
    const size = ones(set)
    const first = set[0] === 1 ? set : set.map((one) => 1 - one)
    if (size > 0 && size < units) sets.set(first.join(""), set)
  }
  return [...sets.values()]
}

function ones(set: number | Subset): number {
  if (typeof set !== "number") return set.reduce((sum, one) => sum + one, 0)
  let count = 0
  for (let rest = set; rest > 0; rest &= rest - 1) count++
  return count
}
