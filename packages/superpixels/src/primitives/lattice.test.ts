import { expect, test } from "vitest"
import { regularLattice } from "./lattice.ts"

test("a lattice spreads its points over a box and gives a short axis one position", () => {
  expect(regularLattice([20, 40], 8)).toEqual([
    { start: 5, step: 10 },
    { start: 5, step: 10 },
  ])
  expect(regularLattice([3, 20, 40], 8)[0]).toEqual({ start: 1, step: 3 })
  expect(regularLattice([4, 4], 16)).toEqual([
    { start: 0, step: 1 },
    { start: 0, step: 1 },
  ])
})
