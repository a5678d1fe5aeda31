import type { Value } from "../fit/encode-rows.ts"
import type { FittedTable } from "../fit/fit-table.ts"

/** A column, or a group of one-hot columns, of the row that is explained: one bar of a figure. */
export interface TableFeature {
  readonly name: string
  /** Units of the input. */
  readonly columns: readonly number[]
  /** Value in the row; of a group, the end of the name of the column that is 1. `null` is missing. */
  readonly value: Value | null
  /** Value in the background, if that is one row. */
  readonly background?: Value | null
}

/** Returns the columns and groups of a row, in the order of their first columns. */
export function featuresOf(
  { columns, groups }: Pick<FittedTable, "columns" | "groups">,
  row: readonly Value[],
  backgrounds: readonly (readonly Value[])[],
): readonly TableFeature[] {
  const grouped = new Set(groups.flatMap((group) => group.columns))
  const all = [
    ...groups,
    ...columns.flatMap(({ name }, column) => (grouped.has(column) ? [] : [{ name, columns: [column] }])),
  ].sort((a, b) => a.columns[0] - b.columns[0])
  const valueOf = (values: readonly Value[], name: string, own: readonly number[]): Value | null => {
    if (own.length === 1) return present(values[own[0]])
    const active = own.filter((column) => values[column] !== 0)
    if (active.length !== 1) return null
    const [found] = active.map((column) => columns[column].name)
    return found.startsWith(name) ? found.slice(name.length).replace(/^[_=:.\s-]{1,2}(?=.)/, "") : found
  }
  return all.map(({ name, columns: own }) => ({
    name,
    columns: own,
    value: valueOf(row, name, own),
    ...(backgrounds.length === 1 && { background: valueOf(backgrounds[0], name, own) }),
  }))
}

function present(value: Value): Value | null {
  return typeof value === "number" && Number.isNaN(value) ? null : value
}

/**
 * Returns the importance of each feature: the mean of the map over its columns.
 *
 * @param map a value for each column
 */
export function featureImportance(
  features: readonly Pick<TableFeature, "columns">[],
  map: Float32Array,
): Float32Array {
  return Float32Array.from(
    features,
    ({ columns }) => columns.reduce((sum, column) => sum + map[column], 0) / columns.length,
  )
}
