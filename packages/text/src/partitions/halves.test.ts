import { expect, test } from "vitest"
import { balancedHalves } from "./halves.ts"

test("any two units are in the same half equally often, whatever their number", () => {
  for (const count of [3, 4, 7, 12, 25, 40, 61]) {
    const ways = balancedHalves(count, Infinity)
    const together = new Set<number>()
    for (let one = 0; one < count; one++)
      for (let other = 0; other < one; other++)
        together.add(ways.filter((half) => half[one] === half[other]).length)
    expect(together.size, `${count} units`).toBe(1)
    expect(ways.length).toBeLessThan(1.7 * count + 3)
  }
})

test("any three units of one half, and which of them is in it, are equally often, too", () => {
  const ways = balancedHalves(11, Infinity).flatMap((half) => [half, half.map((one) => 1 - one)])
  const without = new Set<number>()
  for (let one = 0; one < 11; one++)
    for (let other = 0; other < 11; other++)
      for (let third = 0; third < 11; third++)
        if (new Set([one, other, third]).size === 3)
          without.add(ways.filter((half) => half[one] === 1 && half[other] === 0 && half[third] === 1).length)
  expect(without.size).toBe(1)
})

test("fewer ways are spread over all", () => {
  const ways = balancedHalves(1000, 250)
  expect(ways).toHaveLength(250)
  expect(new Set(ways.map((half) => half.join(""))).size).toBe(250)
  for (const half of ways) {
    const share = half.reduce((sum, one) => sum + one, 0) / 1000
    expect(share).toBeGreaterThan(0.4)
    expect(share).toBeLessThan(0.6)
  }
})
