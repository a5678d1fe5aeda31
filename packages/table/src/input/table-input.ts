import { denseInput } from "@pami/core"
import type { Input, Settings, Values } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { Value } from "../fit/encode-rows.ts"
import type { FittedTable } from "../fit/fit-table.ts"
import { backgroundRows } from "./background.ts"
import type { Background } from "./background.ts"
import { columnsInput } from "./columns-input.ts"
import { featuresOf } from "./features.ts"
import type { TableFeature } from "./features.ts"

/** Options of {@link tableInput}. */
export interface TableInputOptions {
  readonly table: FittedTable
  /** The row to explain, counted from 0. Default 0. */
  readonly row?: number
  /**
   * The values of masked columns. Default: `median` of the background, or of the table if it has at least 10 rows; else
   * `zeros`, with a finding.
   */
  readonly background?: Background | undefined
  /** Of a sample. Default 0. */
  readonly seed?: number
}

/** A row of a table, ready to be explained. */
export interface TableInput {
  /** Units are the columns of the model, `[columns]`, in the grid `row`. */
  readonly input: Input
  /** Columns and groups, as people read them. */
  readonly features: readonly TableFeature[]
  /** The place of each unit. */
  readonly places: readonly TablePlace[]
  /** The values of masked columns: one row, or several over which the map is averaged. */
  readonly background: readonly (readonly Value[])[]
}

/** The place of a unit in the table. */
export interface TablePlace {
  /** Number of the row, from 0. */
  readonly row: number
  readonly column: string
  /** Name of the group of one-hot columns. Absent for a column of no group. */
  readonly group?: string
  readonly value: Value | null
}

/**
 * Returns a row of a table as an input: units are its columns; a masked column has its value of the background. The rows of
 * a sample are variants of the input, which `tablePartitions` takes in turn.
 *
 * @throws RangeError for a row that does not exist, and for an impossible background
 *
 * @example
 * const table = tableOfRows([[44, 0, 1], [31, 1, 0]], ["age", "home_OWN", "home_RENT"])
 * const fitted = fitTable(table, { tensors: [{ name: "x", dtype: "float32", shape: [null, 3] }] })
 * const { input, features } = tableInput({ table: fitted, row: 0, background: { row: 1 } })
 * console.log(input.grids[0].labels?.join()) // age,home_OWN,home_RENT
 * console.log(features.map(({ name, value }) => `${name} ${value}`).join()) // age 44,home RENT
 */
export function tableInput({ table, row = 0, background, seed = 0 }: TableInputOptions): TableInput {
  const { columns, tensors, groups } = table
  const values = table.rows[row]
  if (!values) throw new RangeError(`row ${row} does not exist: the table has ${table.rows.length}, from 0`)
  const { rows, name, findings } = backgroundRows(table, row, background, seed)
  const labels = columns.map((column) => column.name)
  const settings: Settings = {
    row,
    background: name,
    ...(name.startsWith("sample") && { seed }),
    groups: Object.fromEntries(
      groups.map((group) => [group.name, group.columns.map((unit) => labels[unit])]),
    ),
  }
  const variants = rows
    .slice(1)
    .map((_, index) => ({ name: `background row ${index + 2} of ${rows.length}` }))
  const shared = {
    digest: digestOf([values, ...rows]),
    settings,
    findings: [...table.findings, ...findings],
    values: () => valuesOf(values),
  }
  const [tensor] = tensors
  const input =
    tensors.length === 1 && tensor.dtype !== "string"
      ? denseInput({
          ...shared,
          name: tensor.name,
          dtype: tensor.dtype,
          units: [columns.length],
          grid: "row",
          labels,
          planes: 1,
          inner: 1,
          shape: tensor.shape,
          original: Float32Array.from(values as readonly number[]),
          baseline: Float32Array.from(rows[0] as readonly number[]),
          variants: variants.map((variant, index) => ({
            ...variant,
            settings: {},
            values: shared.values,
            make: () => ({
              original: Float32Array.from(values as readonly number[]),
              baseline: Float32Array.from(rows[index + 1] as readonly number[]),
            }),
          })),
        })
      : columnsInput(table, values, rows, {
          ...shared,
          grids: [{ name: "row", shape: [columns.length], start: 0, labels }],
          variants,
        })
  const groupOf = new Map(groups.flatMap((group) => group.columns.map((unit) => [unit, group.name])))
  return {
    input,
    features: featuresOf(table, values, rows),
    places: columns.map((column, unit) => ({
      row,
      column: column.name,
      ...(groupOf.has(unit) && { group: groupOf.get(unit)! }),
      value: Number.isNaN(values[unit]) ? null : values[unit],
    })),
    background: rows,
  }
}

/** Returns the numbers of a row; texts are `NaN`. */
function valuesOf(row: readonly Value[]): Values {
  const data = Float32Array.from(row, (value) => (typeof value === "number" ? value : NaN))
  return { shape: [row.length], channels: 1, data }
}

/** Returns the digest of rows; texts and numbers differ. */
function digestOf(rows: readonly (readonly Value[])[]): string {
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value,
  )
  return sha256([new TextEncoder().encode(text)])
}
