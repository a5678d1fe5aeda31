import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"

/** A value of a table; `null` where it is missing. */
export type Cell = number | string | null

/** A column: its name, and whether its cells are numbers or texts. */
export interface Column {
  readonly name: string
  readonly kind: "number" | "category"
  /** The texts of a category, in the order of their first rows. */
  readonly categories?: readonly string[]
}

/** A table of rows. Every row has one cell for each column. */
export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Whether the columns have names: those of a table without a header are `column 1`, `column 2`. */
  readonly named: boolean
  /** Findings about decoding, such as guesses. */
  readonly findings: readonly Finding[]
}

/** Sizes beyond which a table is refused. */
export interface TableLimits {
  /** Bytes of a file. Default: 256 MiB. */
  readonly maxBytes?: number
  /** Default: 1 million. */
  readonly maxRows?: number
  /** Default: 20,000. */
  readonly maxColumns?: number
  /** Rows times columns. Default: 20 million. */
  readonly maxCells?: number
}

/** Limits, complete. */
export const tableLimits = {
  maxBytes: 256 * 2 ** 20,
  maxRows: 1_000_000,
  maxColumns: 20_000,
  maxCells: 20_000_000,
} as const satisfies Required<TableLimits>

/** @throws PamiError `TABLE_TOO_LARGE` for more rows, columns or cells than the limits allow */
export function expectSize(rows: number, columns: number, limits: TableLimits, name: string): void {
  const { maxRows, maxColumns, maxCells } = { ...tableLimits, ...limits }
  const check = (count: number, most: number, things: string, option: string) => {
    if (!(count <= most))
      throw new PamiError(
        "TABLE_TOO_LARGE",
        `${name} has ${count} ${things}; up to ${most} are read. Save a part of it, or raise ${option}.`,
      )
  }
  check(rows, maxRows, "rows", "maxRows")
  check(columns, maxColumns, "columns", "maxColumns")
  check(rows * columns, maxCells, "cells", "maxCells")
}

/**
 * Returns the table of rows of cells. A column of numbers and missing cells has the kind `number`; any other is a category.
 *
 * @param names of the columns; default: `column 1`, `column 2`
 * @throws PamiError `TABLE_EMPTY` without a row or a column, `ROW_RAGGED` for a row with another number of cells, and
 *   `TABLE_INVALID` for a name that occurs twice
 *
 * @example
 * const table = tableOfRows([[44, "car"], [31, null]], ["age", "purpose"])
 * console.log(table.columns[1].kind, table.columns[1].categories?.join()) // category car
 */
export function tableOfRows(
  rows: readonly (readonly Cell[])[],
  names?: readonly string[],
  { findings = [], name = "the table" }: { findings?: readonly Finding[]; name?: string } = {},
): Table {
  const count = names?.length ?? rows[0]?.length ?? 0
  if (rows.length === 0 || count === 0)
    throw new PamiError(
      "TABLE_EMPTY",
      `${name} has ${count === 0 ? "no columns" : "column names but no rows"}; at least one row of values is needed.`,
    )
  const ragged = rows.findIndex(({ length }) => length !== count)
  if (ragged >= 0)
    throw new PamiError(
      "ROW_RAGGED",
      `row ${ragged + 1} of ${name} has ${rows[ragged].length} cells; ${names ? "the header" : "the first row"} has ${count}. ` +
        "Check its separators and quotes.",
      { data: { row: ragged + 1, expected: count, actual: rows[ragged].length } },
    )
  const all = names ?? Array.from({ length: count }, (_, index) => `column ${index + 1}`)
  const seen = new Set<string>()
  const twice = all.find((one) => seen.size === seen.add(one).size)
  if (twice !== undefined)
    throw new PamiError(
      "TABLE_INVALID",
      `${name} has two columns with the name "${twice}". Give each column another name.`,
    )
  return {
    columns: all.map((one, index) => describeColumn(one, rows, index)),
    rows,
    named: names !== undefined,
    findings,
  }
}

function describeColumn(name: string, rows: readonly (readonly Cell[])[], index: number): Column {
  const texts = new Set<string>()
  for (const row of rows) if (typeof row[index] === "string") texts.add(row[index])
  if (texts.size === 0) return { name, kind: "number" }
  for (const row of rows) if (typeof row[index] === "number") texts.add(String(row[index]))
  return { name, kind: "category", categories: [...texts] }
}

/** A two-dimensional array of numbers, as `.npy` files hold it. */
export interface NumberArray {
  /** `[rows, columns]`, or `[columns]` for one row. */
  readonly shape: readonly number[]
  /** Row-major; `NaN` is a missing value. */
  readonly data: ArrayLike<number | bigint>
}

/**
 * Returns the table of an array of numbers.
 *
 * @param names of the columns; default: `column 1`, `column 2`
 * @throws PamiError `TABLE_INVALID` for an array of other axes, `TABLE_TOO_LARGE`, `TABLE_EMPTY`
 *
 * @example
 * const table = tableOfArray({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
 * console.log(table.rows[1].join()) // 4,5,6
 */
export function tableOfArray(
  { shape, data }: NumberArray,
  names?: readonly string[],
  limits: TableLimits = {},
): Table {
  if ((shape.length !== 1 && shape.length !== 2) || sizeOf(shape) !== data.length)
    throw new PamiError(
      "TABLE_INVALID",
      `the array has the shape [${shape.join(", ")}] and ${data.length} values; a table is [rows, columns].`,
    )
  const columns = shape[shape.length - 1]
  const count = shape.length === 1 ? 1 : shape[0]
  expectSize(count, columns, limits, "the array")
  if (names && names.length !== columns)
    throw new PamiError(
      "COLUMNS_DIFFER",
      `the array has ${columns} columns; ${names.length} names are given. Give one name for each column.`,
    )
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const value = Number(data[row * columns + column])
      return Number.isNaN(value) ? null : value
    }),
  )
  return tableOfRows(rows, names, {
    name: "the array",
    findings: names
      ? []
      : [
          {
            code: "HEADER_MISSING",
            level: "note",
            message: "the array has no names of columns: they are numbered from 1",
            fix: "name the columns, so that the map names them too",
          },
        ],
  })
}
