import { expect, test } from "vitest"
import { tableOfArray, tableOfRows } from "./index.ts"

test("an array of two axes is a table, one of one axis a row; NaN is missing", () => {
  const data = Float32Array.of(1, 2, NaN, 4)
  expect(tableOfArray({ shape: [2, 2], data }).rows).toEqual([
    [1, 2],
    [null, 4],
  ])
  expect(tableOfArray({ shape: [4], data }, ["a", "b", "c", "d"]).columns[3].name).toBe("d")
  expect(tableOfArray({ shape: [1, 2], data: BigInt64Array.of(1n, 2n) }).rows).toEqual([[1, 2]])
})

test.each([
  [{ shape: [2, 2, 1], data: new Float32Array(4) }, undefined, "TABLE_INVALID"],
  [{ shape: [3, 2], data: new Float32Array(4) }, undefined, "TABLE_INVALID"],
  [{ shape: [0, 2], data: new Float32Array(0) }, undefined, "TABLE_EMPTY"],
  [{ shape: [1, 2], data: new Float32Array(2) }, ["a"], "COLUMNS_DIFFER"],
])("array %# is refused", (array, names, code) => {
  expect(() => tableOfArray(array, names)).toThrow(expect.objectContaining({ code }))
})

test("a column of numbers and texts is a category of all their spellings", () => {
  expect(tableOfRows([[1], ["x"], [null], [1]], ["a"]).columns[0].categories).toEqual(["x", "1"])
})
