import { splitsOf } from "./prefixes.ts"

/** One-hot columns that belong together. */
export interface Group {
  readonly name: string
  /** Positions of the columns, ascending; two at least. */
  readonly columns: readonly number[]
}

// A few thousand rows show whether columns are one-hot.
const mostRows = 10_000
const mostCells = 5_000_000

/**
 * Returns the groups of one-hot columns: names with the same prefix (`purpose_car`, `purpose_house`; `home=RENT`; `_`, `=`,
 * `:`, `.` or `-` between prefix and value), and exactly one 1 among zeros in every row. Of prefixes that compete for a
 * column, the one with the most columns wins.
 *
 * @param names of the columns
 * @param rows values of the columns; the more, the surer
 *
 * @example
 * const names = ["age", "home=OWN", "home=RENT"]
 * const [{ name, columns }] = findGroups(names, [[44, 0, 1], [31, 1, 0]])
 * console.log(name, columns.join()) // home 1,2
 */
export function findGroups(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): readonly Group[] {
  const seen = rows.slice(0, Math.max(1, Math.min(mostRows, Math.floor(mostCells / names.length))))
  const binary = names.map((_, column) => seen.every((row) => row[column] === 0 || row[column] === 1))
  // `pub_rec-0` and `pub_rec_bankruptcies-0` have different separators after `pub_rec`.
  const byStart = new Map<string, { prefix: string; columns: number[] }>()
  for (const [column, name] of names.entries()) {
    if (!binary[column]) continue
    for (const { prefix, separator } of splitsOf(name)) {
      const known = byStart.get(`${prefix}${separator}`)
      if (known) known.columns.push(column)
      else byStart.set(`${prefix}${separator}`, { prefix, columns: [column] })
    }
  }
  const candidates = [...byStart.values()]
    .filter(
      ({ columns }) =>
        columns.length > 1 &&
        seen.length > 0 &&
        seen.every((row) => columns.reduce((sum, column) => sum + Number(row[column]), 0) === 1),
    )
    .sort((a, b) => b.columns.length - a.columns.length || b.prefix.length - a.prefix.length)
  const taken = new Set<number>()
  const groups: Group[] = []
  for (const { prefix: name, columns } of candidates) {
    if (columns.some((column) => taken.has(column))) continue
    for (const column of columns) taken.add(column)
    groups.push({ name, columns })
  }
  return groups.sort((a, b) => a.columns[0] - b.columns[0])
}
