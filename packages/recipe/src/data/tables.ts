import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { decodeNpy } from "@pami/image"
import {
  columnsInMetadata,
  decodeTable,
  fitTable,
  tableInput,
  tableOfArray,
  tablePartitions,
} from "@pami/table"
import type { FittedTable, FitTableOptions, Table } from "@pami/table"
import type { TableRecipe } from "../schema/data-recipe.ts"
import type { DataFile } from "./data-file.ts"
import type { PreparedData } from "./prepared-data.ts"

// Of a table whose rows are explained one after the other, which are the same bytes each time.
const tables = new WeakMap<Uint8Array, Table>()

/** Returns the table in a file: CSV, JSON rows, or an array. The same bytes are decoded once. */
export function readTable(file: DataFile): Table {
  const table = tables.get(file.bytes) ?? decode(file)
  tables.set(file.bytes, table)
  return table
}

function decode({ bytes, name, format }: DataFile): Table {
  if (format !== "npy") return decodeTable(bytes, { name })
  const { shape, data } = decodeNpy(bytes, name)
  return tableOfArray({ shape, data: Float64Array.from(data, Number) } as never)
}

const fittedTables = new WeakMap<Table, { readonly key: string; readonly fitted: FittedTable }>()

/** Returns a table as the model takes it: the same for the next row. */
function fitOnce(table: Table, { background, ...options }: FitTableOptions): FittedTable {
  if (background !== undefined) return fitTable(table, { background, ...options })
  const key = JSON.stringify(options)
  const known = fittedTables.get(table)
  if (known?.key === key) return known.fitted
  const fitted = fitTable(table, options)
  fittedTables.set(table, { key, fitted })
  return fitted
}

/** Returns the row of a recipe as the model's input. */
export function prepareTable(
  recipe: TableRecipe,
  { inputs, metadata }: Pick<Model, "inputs" | "metadata">,
  table: Table,
  background: Table | undefined,
): PreparedData {
  const { groups, columns, row, passes, seed } = recipe
  if (row >= table.rows.length)
    throw new PamiError(
      "ROW_NOT_FOUND",
      `the table has ${grouped(table.rows.length)} rows, counted from 0; got row ${row}`,
    )
  const fitted = fitOnce(table, {
    tensors: inputs,
    background,
    columns: columns ?? columnsInMetadata(metadata),
    groups: groups ?? undefined,
    categories: recipe.categories ?? undefined,
  })
  const prepared = tableInput({
    table: fitted,
    row,
    background: recipe.background === "auto" ? undefined : (recipe.background as "median"),
    seed,
  })
  const labels = prepared.input.grids[0].labels ?? []
  return {
    input: prepared.input,
    partitioner: tablePartitions({ passes: passes ?? undefined, seed, groups: fitted.groups } as never),
    axes: [{ name: "column", labels }],
    size: `row ${row} of ${grouped(table.rows.length)}, ${labels.length} columns`,
    content: { kind: "table", table: prepared, rows: table.rows.length },
    findings: [],
  }
}
