import { functionBackend } from "@pami/backend-kit/function-backend"
import { classProbability, everything, explain } from "@pami/core"
import type { Feeds, Input, Tensor } from "@pami/core"
import { expect, test } from "vitest"
import { effects, featureImportance, fitTable, tableInput, tableOfRows, tablePartitions } from "../index.ts"
import type { Background, FittedTable, Table } from "../index.ts"

const names = ["age", "home_OWN", "home_RENT"]
const table = tableOfRows(
  [
    [44, 0, 1],
    [31, 1, 0],
    [20, 1, 0],
    [25, 0, 1],
    [90, 1, 0],
  ],
  names,
)
const tensors = [{ name: "x", dtype: "float32", shape: [null, 3] }] as const
const fitted = fitTable(table, { tensors, columns: names })

/** Returns what the model sees for each variant when nothing and when everything is preserved. */
async function seen(input: Input) {
  const writer = input.open(1)
  const rows: unknown[][] = []
  const tensorsOf = () => Object.values(writer.feeds(1) as Feeds).flatMap(({ data }) => [...data])
  for (let variant = 0; variant <= (input.variants ?? []).length; variant++) {
    await writer.load?.(variant)
    writer.preserve(0, new Int32Array(0), variant)
    rows.push(tensorsOf())
    writer.preserve(0, everything(3), variant)
    expect(tensorsOf()).toEqual(rows[1] ?? tensorsOf())
    if (variant === 0) rows.push(tensorsOf())
  }
  return rows
}
const masked = async (options: {
  background?: Background
  row?: number
  seed?: number
  table?: FittedTable
}) => {
  const [first, , ...others] = await seen(tableInput({ table: fitted, ...options }).input)
  return [first, ...others]
}

test("masked columns have medians, and groups their most frequent column", async () => {
  expect(await masked({ background: "median" })).toEqual([[31, 1, 0]])
})

test("masked columns are zeros, another row, or given values", async () => {
  expect(await masked({ background: "zeros" })).toEqual([[0, 0, 0]])
  expect(await masked({ background: { row: 4 } })).toEqual([[90, 1, 0]])
  expect(await masked({ background: [1, 2, 3] })).toEqual([[1, 2, 3]])
})

test("a sample has distinct rows other than the one to explain, the same for the same seed", async () => {
  const all = await masked({ background: "sample:9", row: 1 })
  expect(all).toHaveLength(4)
  expect(all).not.toContainEqual([31, 1, 0])
  const [first, same, other] = [
    await masked({ background: "sample:2", seed: 5 }),
    await masked({ background: "sample:2", seed: 5 }),
    await masked({ background: "sample:2", seed: 6 }),
  ]
  expect(first).toHaveLength(2)
  expect(same).toEqual(first)
  expect(other).not.toEqual(first)
})

test("the background's own rows are used where they are given", async () => {
  const background = tableOfRows([[7, 0, 1]], names)
  const own = fitTable(table, { tensors, columns: names, background })
  expect(await masked({ table: own })).toEqual([[7, 0, 1]])
  expect(await masked({ table: own, background: "sample:3" })).toEqual([[7, 0, 1]])
})

test("by default the medians of ten rows, zeros of fewer with a finding", async () => {
  const codes = (of: Table) =>
    tableInput({ table: fitTable(of, { tensors, columns: names }) }).input.findings!.map(({ code }) => code)
  expect(codes(table)).toContain("BACKGROUND_ZEROS")
  expect(codes(tableOfRows([...table.rows, ...table.rows], names))).not.toContain("BACKGROUND_ZEROS")
})

test("features are columns and groups with their values; places name row, column and group", () => {
  const { features, places, input } = tableInput({ table: fitted, row: 0, background: { row: 1 } })
  expect(features).toEqual([
    { name: "age", columns: [0], value: 44, background: 31 },
    { name: "home", columns: [1, 2], value: "RENT", background: "OWN" },
  ])
  expect(places[2]).toEqual({ row: 0, column: "home_RENT", group: "home", value: 1 })
  expect(places[0]).toEqual({ row: 0, column: "age", value: 44 })
  expect(input.grids).toEqual([{ name: "row", shape: [3], start: 0, labels: names }])
  expect([...featureImportance(features, Float32Array.of(1, 2, 4))]).toEqual([1, 3])
})

test("the digest covers the row and every row of the background", () => {
  const digest = (options: object) => tableInput({ table: fitted, ...options }).input.digest
  const all = [
    {},
    { row: 1 },
    { background: "median" },
    { background: "sample:2" },
    { background: "sample:3" },
  ].map(digest)
  expect(new Set(all).size).toBe(all.length)
  expect(digest({ background: "sample:2" })).toBe(all[3])
})

test("a row or background that does not exist is refused", () => {
  const refused = (options: object) => () => tableInput({ table: fitted, ...options })
  expect(refused({ row: 5 })).toThrow(/row 5 does not exist: the table has 5/)
  expect(refused({ background: { row: 5 } })).toThrow(/background row 5/)
  expect(refused({ background: "sample:0" })).toThrow(RangeError)
  expect(refused({ background: "mean" })).toThrow(/"mean"/)
  expect(refused({ background: [1] })).toThrow(/3 values, one for each column; got 1/)
})

test("missing values stay NaN until they are masked", async () => {
  const gap = tableOfRows(
    [
      [null, 1, 0],
      [30, 0, 1],
    ],
    names,
  )
  const { input, places } = tableInput({
    table: fitTable(gap, { tensors, columns: names }),
    background: { row: 1 },
  })
  expect((await seen(input))[1]).toEqual([NaN, 1, 0])
  expect(places[0].value).toBeNull()
})

test("a model with one input for each column, texts among them, is explained like one with one tensor", async () => {
  const people = tableOfRows(
    [
      ["RENT", 44, 1],
      ["OWN", 31, 2],
      ["OTHER", 20, 3],
    ],
    ["home", "age", "rate"],
  )
  const separate = [
    { name: "age", dtype: "int64", shape: [null, 1] },
    { name: "home", dtype: "string", shape: [null, 1] },
    { name: "rate", dtype: "float16", shape: [null] },
  ] as const
  const backend = functionBackend(
    ({ age, home }) =>
      Array.from({ length: age.shape[0] }, (_, item) => {
        const approval = home.data[item] === "RENT" ? 0.9 : age.data[item] > 30n ? 0.3 : 0.2
        return [1 - approval, approval]
      }),
    { inputs: separate },
  )
  const model = await backend.load("loans")
  for (const background of [{ row: 1 }, "sample:2"] as const) {
    const { input, features } = tableInput({ table: fitTable(people, { tensors: model.inputs }), background })
    const rows = await seen(input)
    expect(rows[1]).toEqual([44n, "RENT", 0x3c00])
    const explanation = await explain({
      model,
      input,
      target: classProbability(),
      partitioner: tablePartitions(),
    })
    const map = effects(explanation, 1)
    expect(features.map(({ value }) => value)).toEqual([44, "RENT", 1])
    expect(map[1]).toBeGreaterThan(0.5)
    expect(map[2]).toBeCloseTo(0, 6)
  }
})

test("what a slot showed before does not change what it shows", () => {
  const { input } = tableInput({ table: fitted, background: { row: 4 } })
  const writer = input.open(2)
  writer.preserve(0, everything(3))
  writer.preserve(0, Int32Array.of(1, 3))
  const [x] = Object.values(writer.feeds(2)) as Tensor[]
  expect([...(x.data as Float32Array)]).toEqual([90, 0, 1, 90, 1, 0])
})
