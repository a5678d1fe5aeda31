import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import type { Table } from "../table.ts"
import type { Value } from "./encode-rows.ts"
import { findGroups } from "./find-groups.ts"
import type { Group } from "./find-groups.ts"
import { listNames } from "./match-columns.ts"
import type { Match } from "./match-columns.ts"

/**
 * Returns the groups of one-hot columns: those that encode one column of the table, and those that are given or, by
 * default, found.
 *
 * @throws PamiError `GROUPS_INVALID` for a column that the model does not take, and for one in two groups
 */
export function decideGroups(
  { names, sources }: Match,
  table: Table,
  rows: readonly (readonly Value[])[],
  given: Readonly<Record<string, readonly string[]>> | undefined,
): { readonly groups: readonly Group[]; readonly findings: readonly Finding[] } {
  const encoded = new Map<number, number[]>()
  for (const [index, { column, oneHot }] of sources.entries())
    if (oneHot !== undefined) encoded.set(column, [...(encoded.get(column) ?? []), index])
  const own = [...encoded]
    .filter(([, columns]) => columns.length > 1)
    .map(([column, columns]) => ({ name: table.columns[column].name, columns }))
  const grouped = new Set(own.flatMap(({ columns }) => columns))
  if (given) {
    const more = Object.entries(given).map(([name, members]) => {
      const columns = members.map((member) => names.indexOf(member)).sort((a, b) => a - b)
      const unknown = members.filter((member) => !names.includes(member))
      const twice = members.filter((member) => grouped.has(names.indexOf(member)))
      if (
        unknown.length > 0 ||
        twice.length > 0 ||
        new Set(columns).size !== columns.length ||
        columns.length === 0
      )
        throw new PamiError(
          "GROUPS_INVALID",
          unknown.length > 0
            ? `group "${name}" has ${listNames(unknown)}, which the model does not take. Its columns are ${listNames(names)}.`
            : `group "${name}" ${columns.length === 0 ? "has no columns" : `has columns that are in a group already: ${listNames(twice)}`}. ` +
                "A column belongs to one group.",
        )
      for (const column of columns) grouped.add(column)
      return { name, columns }
    })
    return { groups: inOrder([...own, ...more]), findings: [] }
  }
  const found = findGroups(
    names.map((name, index) => (grouped.has(index) ? "" : name)),
    rows,
  )
  return {
    groups: inOrder([...own, ...found]),
    findings:
      found.length === 0
        ? []
        : [
            {
              code: "GROUPS_FOUND",
              level: "note",
              message:
                `one-hot columns are explained together: ${found
                  .slice(0, 12)
                  .map(({ name, columns }) => `${name} (${columns.length})`)
                  .join(", ")}${found.length > 12 ? ` and ${found.length - 12} more groups` : ""}; ` +
                `each has exactly one 1 in ${rows.length === 1 ? "the only row" : `all ${rows.length} rows`}`,
              fix: "give the groups if other columns belong together",
            },
          ],
  }
}

function inOrder(groups: readonly Group[]): readonly Group[] {
  return [...groups].sort((a, b) => a.columns[0] - b.columns[0])
}
