import type { Finding } from "@pami/core"
import { random } from "@pami/core/tensor"
import type { Value } from "../fit/encode-rows.ts"
import type { FittedTable } from "../fit/fit-table.ts"

/**
 * The values of masked columns:
 *
 * - `median`: one row of medians of numbers, and of the most frequent texts, codes and one-hot columns of each group;
 * - `zeros`: 0, and the empty text;
 * - `sample:20`: so many rows drawn at random, over which the map is averaged;
 * - `{ row: 3 }`: that row, counted from 0;
 * - a list: these values, in the order of the model's columns.
 */
export type Background = "median" | "zeros" | `sample:${number}` | { readonly row: number } | readonly Value[]

/** Rows of the background, and how they were chosen. */
export interface BackgroundRows {
  /** At least one. */
  readonly rows: readonly (readonly Value[])[]
  /** As settings record it. */
  readonly name: string
  readonly findings: readonly Finding[]
}

// Of a table whose rows are explained one after the other.
const typicalRows = new WeakMap<FittedTable, readonly Value[]>()

// Medians of fewer rows say little about the data.
const leastRows = 10

/**
 * Returns the rows of the background of a row. They come from the background of the table, if it has one, else from the
 * table itself, without the row.
 *
 * @throws RangeError for a sample of no rows, a row that does not exist, and values of another number of columns
 */
export function backgroundRows(
  table: FittedTable,
  row: number,
  background: Background | undefined,
  seed: number,
): BackgroundRows {
  const source = table.background ?? table.rows
  if (background === undefined) {
    if (table.background || source.length >= leastRows) return backgroundRows(table, row, "median", seed)
    return {
      ...backgroundRows(table, row, "zeros", seed),
      findings: [
        {
          code: "BACKGROUND_ZEROS",
          level: "warning",
          message: `masked columns are 0: ${source.length === 1 ? "one row does" : `${source.length} rows do`} not show usual values`,
          fix: `give a background of at least ${leastRows} rows, such as the data of the training`,
        },
      ],
    }
  }
  const result = (name: string, ...rows: (readonly Value[])[]) => ({ rows, name, findings: [] })
  if (background === "zeros")
    return result(
      "zeros",
      table.columns.map(({ dtype }) => (dtype === "string" ? "" : 0)),
    )
  if (background === "median") {
    const typical = typicalRows.get(table) ?? typicalRow(table, source)
    typicalRows.set(table, typical)
    return result("median", typical)
  }
  if (typeof background === "string") {
    const count = /^sample:(\d{1,9})$/.exec(background)?.[1]
    if (!(Number(count) >= 1))
      throw new RangeError(`a background is "median", "zeros" or a sample, "sample:20"; got "${background}"`)
    const others = table.background ? source : source.filter((_, index) => index !== row)
    return result(background, ...drawRows(others.length > 0 ? others : source, Number(count), seed))
  }
  if ("row" in background) {
    const chosen = source[background.row]
    if (!chosen)
      throw new RangeError(
        `background row ${background.row} does not exist: there are ${source.length}, from 0`,
      )
    return result(`row ${background.row}`, chosen)
  }
  if (background.length !== table.columns.length)
    throw new RangeError(
      `a background has ${table.columns.length} values, one for each column; got ${background.length}`,
    )
  return result("given values", background)
}

/** Returns distinct rows at random; all of them if the count is higher. */
function drawRows(rows: readonly (readonly Value[])[], count: number, seed: number): (readonly Value[])[] {
  const next = random(seed)
  const left = [...rows]
  return Array.from(
    { length: Math.min(count, rows.length) },
    () => left.splice(Math.floor(next() * left.length), 1)[0],
  )
}

/** Returns the medians of numbers, the lower of two in the middle, and the most frequent of other values. */
function typicalRow({ columns, groups }: FittedTable, rows: readonly (readonly Value[])[]): readonly Value[] {
  const typical: Value[] = columns.map(({ isCategory }, column) => {
    const values = rows.map((row) => row[column])
    if (isCategory) return mostFrequent(values, String)
    const numbers = (values as number[]).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
    return numbers.length === 0 ? NaN : numbers[(numbers.length - 1) >> 1]
  })
  // Medians of one-hot columns may all be 0.
  for (const group of groups) {
    const row = mostFrequent(rows, (one) => group.columns.map((column) => one[column]).join())
    for (const column of group.columns) typical[column] = row[column]
  }
  return typical
}

/** Returns the most frequent of values, the first of several. */
function mostFrequent<T>(values: readonly T[], keyOf: (value: T) => string): T {
  const counts = new Map<string, { value: T; count: number }>()
  for (const value of values) {
    const key = keyOf(value)
    const known = counts.get(key)
    if (known) known.count++
    else counts.set(key, { value, count: 1 })
  }
  let best = { value: values[0], count: 0 }
  for (const one of counts.values()) if (one.count > best.count) best = one
  return best.value
}
