import { expect, test } from "vitest"
import { colorMapNames, colorTable } from "./color-maps.ts"

// First and last colour of the map of that name in matplotlib; of RdBu reversed and of PuOr for the diverging ones.
test.each([
  ["viridis", [68, 1, 84], [253, 231, 37]],
  ["inferno", [0, 0, 4], [252, 255, 164]],
  ["magma", [0, 0, 4], [252, 253, 191]],
  ["blue-red", [5, 48, 97], [103, 0, 31]],
  ["purple-orange", [45, 0, 75], [127, 59, 8]],
] as const)("%s begins and ends like matplotlib's", (name, first, last) => {
  const table = colorTable(name)
  expect([...table.subarray(0, 3)]).toEqual(first)
  expect([...table.subarray(765)]).toEqual(last)
})

test("every name has 256 colours, and an unknown one is refused with those that exist", () => {
  for (const name of colorMapNames) expect(colorTable(name)).toHaveLength(768)
  expect(() => colorTable("jet" as "turbo")).toThrow("unknown colour map jet: expected one of viridis")
})
