import { expect, test } from "vitest"
import { tableOf } from "../../test/table-of.ts"
import { fitTable, tableOfRows } from "../index.ts"
import type { FitTableOptions, Table } from "../index.ts"

const floats = (columns: number | null, name = "x") =>
  ({ name, dtype: "float32", shape: [null, columns] }) as const
const loans = tableOfRows(
  [
    [44, "RENT", 3],
    [31, "OWN", null],
  ],
  ["age", "home", "rate"],
)
const fit = (
  table: Table,
  options: Omit<FitTableOptions, "tensors"> & { tensors?: FitTableOptions["tensors"] },
) => fitTable(table, { tensors: [floats(null)], ...options })

test("columns are matched by name, in the model's order; others are left out with a finding", () => {
  const { rows, columns, findings } = fit(loans, { columns: ["rate", "age"] })
  expect(rows).toEqual([
    [3, 44],
    [NaN, 31],
  ])
  expect(columns.map(({ name }) => name)).toEqual(["rate", "age"])
  expect(findings.map(({ code }) => code)).toEqual(["COLUMNS_LEFT_OUT", "MISSING_AS_NAN"])
})

test("without names on both sides, columns are taken by position with a finding", () => {
  const numbers = tableOf("a,b\n1,2\n")
  for (const tensors of [[floats(2)], [floats(null)], [{ ...floats(2), shape: [null, 1, 2] }]]) {
    const { rows, columns, findings } = fit(numbers, { tensors })
    expect(rows).toEqual([[1, 2]])
    expect(columns.map(({ name }) => name)).toEqual(["a", "b"])
    expect(findings.map(({ code }) => code)).toEqual(["COLUMNS_BY_POSITION"])
  }
  expect(fit(tableOf("1,2\n"), { columns: ["u", "v"] }).columns.map(({ name }) => name)).toEqual(["u", "v"])
})

test("missing and extra columns are listed", () => {
  expect(() => fit(loans, { columns: ["age", "income", "debt"] })).toThrow(
    expect.objectContaining({
      code: "COLUMNS_DIFFER",
      message: expect.stringMatching(/lacks "income", "debt".*does not take "home", "rate"/),
      data: { missing: ["income", "debt"], extra: ["home", "rate"] },
    }),
  )
  expect(() => fit(loans, { tensors: [floats(5)] })).toThrow(/takes 5 columns; the table has 3 \("age"/)
})

test("a category becomes the one-hot columns that are named after it, as a group", () => {
  const { rows, groups } = fit(loans, { columns: ["home_OWN", "age", "home_RENT"] })
  expect(rows).toEqual([
    [0, 44, 1],
    [1, 31, 0],
  ])
  expect(groups).toEqual([{ name: "home", columns: [0, 2] }])
})

test("a text that no one-hot column stands for is refused, unless it is listed", () => {
  const columns = ["home=OWN", "home=OTHER"]
  expect(() => fit(loans, { columns })).toThrow(
    expect.objectContaining({
      code: "CATEGORY_UNKNOWN",
      message: expect.stringMatching(
        /row 1 of the table has "RENT" in column home; the model knows "OWN", "OTHER"/,
      ),
    }),
  )
  expect(fit(loans, { columns, categories: { home: ["RENT"] } }).rows).toEqual([
    [0, 0],
    [1, 0],
  ])
})

test("numbers that are named by one-hot columns are encoded, too", () => {
  const records = tableOf("records,age\n0,44\n-1,31\n")
  expect(fit(records, { columns: ["records_0", "records_-1"] }).rows).toEqual([
    [1, 0],
    [0, 1],
  ])
})

test("a category becomes codes only where its texts are given", () => {
  const columns = ["home", "age"]
  expect(fit(loans, { columns, categories: { home: ["OWN", "RENT"] } }).rows).toEqual([
    [1, 44],
    [0, 31],
  ])
  expect(() => fit(loans, { columns })).toThrow(
    expect.objectContaining({ code: "TEXT_FOR_NUMBER", data: { row: 1, column: "home", value: "RENT" } }),
  )
  expect(() => fit(loans, { columns, categories: { home: ["OWN"] } })).toThrow(/the model knows "OWN"/)
})

test("a text among numbers is refused with row and column", () => {
  expect(() => fit(tableOf("age,rate\n44,3\n31,n.n.\n"), {})).toThrow(
    /row 2 of the table has the text "n.n." in column rate/,
  )
})

test("one input for each column is matched by the names of the inputs, texts stay texts", () => {
  const tensors = [
    { name: "home", dtype: "string", shape: [null, 1] },
    { name: "age", dtype: "int64", shape: [null, 1] },
  ] as const
  const { rows, columns } = fitTable(loans, { tensors })
  expect(rows).toEqual([
    ["RENT", 44],
    ["OWN", 31],
  ])
  expect(columns.map(({ tensor, isCategory }) => `${tensor} ${isCategory}`)).toEqual([
    "home true",
    "age false",
  ])
})

test("missing values: NaN for floats, an error for others, or what is given", () => {
  const columns = ["rate"]
  expect(() => fit(loans, { columns, tensors: [{ ...floats(1), dtype: "int64" }] })).toThrow(
    expect.objectContaining({ code: "VALUE_MISSING", data: { row: 2, column: "rate" } }),
  )
  const all = fit(loans, { columns, missing: -1 })
  expect(all.rows).toEqual([[3], [-1]])
  expect(all.findings.map(({ code }) => code)).toContain("MISSING_REPLACED")
  expect(fit(loans, { columns, missing: { rate: 7 } }).rows[1]).toEqual([7])
  expect(fit(loans, { columns, missing: { age: 7 } }).rows[1]).toEqual([NaN])
})

test("a missing category is none of its one-hot columns, or the given text", () => {
  const table = tableOf("home\nOWN\nNA\n")
  const columns = ["home_OWN", "home_none"]
  expect(fit(table, { columns }).rows[1]).toEqual([0, 0])
  expect(fit(table, { columns, missing: "none" }).rows[1]).toEqual([0, 1])
})

test("inputs that take no row are refused with what fits", () => {
  const refused = (tensors: FitTableOptions["tensors"]) => () => fitTable(loans, { tensors })
  expect(refused([{ ...floats(3), shape: [null, 3, 8, 8] }])).toThrow(
    expect.objectContaining({ code: "SHAPE_MISMATCH", message: expect.stringContaining("[N, 3, 8, 8]") }),
  )
  expect(refused([floats(null, "a"), floats(null, "b")])).toThrow(/Several inputs/)
  expect(refused([])).toThrow(/no inputs/)
  expect(() => fit(loans, { tensors: [floats(3)], columns: ["age"] })).toThrow(/takes 3 columns; 1 names/)
})

test("the rows of a background are fitted the same way and help to find groups", () => {
  const names = ["is_new", "is_old"]
  const row = tableOfRows([[1, 0]], names)
  expect(fit(row, { columns: names }).groups).toHaveLength(1)
  const background = tableOfRows([[1, 1]], names)
  const fitted = fit(row, { columns: names, background })
  expect(fitted.groups).toEqual([])
  expect(fitted.background).toEqual([[1, 1]])
})

test("given groups replace those that would be found; unknown and shared columns are refused", () => {
  const names = ["a_1", "a_2", "b"]
  const table = tableOfRows([[1, 0, 5]], names)
  const given = (groups: Record<string, string[]>) => fit(table, { columns: names, groups })
  expect(given({ mine: ["b", "a_1"] }).groups).toEqual([{ name: "mine", columns: [0, 2] }])
  expect(given({}).groups).toEqual([])
  expect(() => given({ mine: ["c"] })).toThrow(/"c", which the model does not take/)
  expect(() => given({ mine: ["b"], yours: ["b"] })).toThrow(/a group already: "b"/)
})
