import type { Finding, TensorInfo } from "@pami/core"
import { expectSize } from "../table.ts"
import type { Table } from "../table.ts"
import { encodeRows } from "./encode-rows.ts"
import type { Value } from "./encode-rows.ts"
import type { Group } from "./find-groups.ts"
import { decideGroups } from "./decide-groups.ts"
import { matchColumns } from "./match-columns.ts"
import type { Categories, Match } from "./match-columns.ts"
import { tableShape } from "./table-shape.ts"
import type { ModelColumn, TableShape } from "./table-shape.ts"

/** Options of {@link fitTable}. */
export interface FitTableOptions {
  /** Other rows with the same columns, for the background and to find groups. Default: none. */
  readonly background?: Table | undefined
  /** All inputs of the model. */
  readonly tensors: readonly TensorInfo[]
  /** Names of the model's columns, in its order: see `readColumns`. Default: those of its inputs, or by position. */
  readonly columns?: readonly string[] | undefined
  /** Texts of categories in the order of their codes, for models that take codes, by column. Default: none. */
  readonly categories?: Categories | undefined
  /** One-hot columns that belong together, by the name of the group. Default: found by names, see `findGroups`. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined
  /**
   * The value in place of missing ones, for all columns or by column. Default: `NaN` where the model takes floats, else an
   * error.
   */
  readonly missing?: number | string | Readonly<Record<string, number | string>> | undefined
}

/** A column of a model, and whether its values are names: texts, codes, or one of a set of one-hot columns. */
export interface FittedColumn extends ModelColumn {
  readonly isCategory: boolean
}

/** The rows of a table as a model takes them. */
export interface FittedTable {
  /** The columns that the model takes, in its order. */
  readonly columns: readonly FittedColumn[]
  readonly tensors: TableShape["tensors"]
  /** Values of each row, in the order of `columns`; `NaN` is missing. */
  readonly rows: readonly (readonly Value[])[]
  /** The rows for the background, if other rows than these were given. */
  readonly background?: readonly (readonly Value[])[]
  /** One-hot columns that belong together. */
  readonly groups: readonly Group[]
  readonly findings: readonly Finding[]
}

/**
 * Fits the rows of a table to the inputs of a model. Columns are matched by name, where table and model name them, else by
 * position. A category becomes one-hot columns where the model's columns are named after it (`home_RENT`), codes where
 * `categories` has its texts, and stays text where the model takes texts.
 *
 * @throws PamiError `COLUMNS_DIFFER` with missing and extra columns, `TEXT_FOR_NUMBER` and `VALUE_MISSING` with row and
 *   column, `CATEGORY_UNKNOWN`, `GROUPS_INVALID`, `SHAPE_MISMATCH`, `TABLE_TOO_LARGE`
 *
 * @example
 * const table = tableOfRows([[44, "RENT"], [31, "OWN"]], ["age", "home"])
 * const { columns, rows, groups } = fitTable(table, {
 *   tensors: [{ name: "x", dtype: "float32", shape: [null, 3] }],
 *   columns: ["age", "home_OWN", "home_RENT"],
 * })
 * console.log(rows[0].join(), groups[0].name) // 44,0,1 home
 */
export function fitTable(table: Table, options: FitTableOptions): FittedTable {
  const { tensors, columns: names, background } = options
  const shape = tableShape(tensors, names ? { names } : { count: table.columns.length })
  const itself = fitRows(table, shape, options, "the table")
  const others = background && fitRows(background, shape, options, "the background")
  const { match } = itself
  const all = others ? [...itself.rows, ...others.rows] : itself.rows
  const groups = decideGroups(match, table, all, options.groups)
  return {
    columns: shape.columns.map((column, index) => ({
      ...column,
      name: match.names[index],
      isCategory: column.dtype === "string" || "codes" in match.sources[index],
    })),
    tensors: shape.tensors,
    rows: itself.rows,
    ...(others && { background: others.rows }),
    groups: groups.groups,
    findings: [...itself.findings, ...(others?.findings ?? []), ...groups.findings],
  }
}

function fitRows(
  table: Table,
  shape: TableShape,
  { categories = {}, missing }: FitTableOptions,
  name: string,
): { match: Match; rows: FittedTable["rows"]; findings: readonly Finding[] } {
  expectSize(table.rows.length, shape.columns.length, {}, name)
  const match = matchColumns(table, shape, categories, name)
  const { rows, findings } = encodeRows(table, shape, match, { categories, missing, name })
  return { match, rows, findings: [...table.findings, ...match.findings, ...findings] }
}
