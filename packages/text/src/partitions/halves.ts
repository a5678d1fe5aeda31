/**
 * Returns ways to cut units into two halves in which any two units are in the same half equally often, by quadratic residues (Paley,
 * 1933): no unit has another beside it more often than a third one has. Each way marks the units of one half by 1. With fewer ways than
 * a prime above `count`, "equally often" is nearly so.
 *
 * @param count number of units, at least 3
 * @param most number of ways
 */
export function balancedHalves(count: number, most: number): readonly Uint8Array[] {
  const prime = primeFrom(count)
  const isSquare = new Uint8Array(prime)
  for (let root = 1; root < prime; root++) isSquare[(root * root) % prime] = 1
  const ways: Uint8Array[] = []
  const total = Math.min(prime, most)
  for (let way = 0; way < total; way++) {
    const shift = prime - Math.floor((way * prime) / total)
    const half = new Uint8Array(count)
    for (let unit = 0; unit < count; unit++) half[unit] = isSquare[(unit + shift) % prime]
    // Of few units, a shift may leave one half without any.
    if (half.includes(0) && half.includes(1)) ways.push(half)
  }
  return ways
}

/** Returns the smallest prime from `least` on that is 3 modulo 4: only of these -1 has no root, which balances the halves. */
function primeFrom(least: number): number {
  let prime = least
  while (prime % 4 !== 3 || !isPrime(prime)) prime++
  return prime
}

function isPrime(number: number): boolean {
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false
  return true
}
