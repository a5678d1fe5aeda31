import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import type { Table } from "../table.ts"
import { splitsOf } from "./prefixes.ts"
import type { TableShape } from "./table-shape.ts"

/** The source of a column of a model: a column of the table, and how its cells become values. */
export interface Source {
  /** Position of the column of the table. */
  readonly column: number
  /** For a one-hot column: 1 for this text, else 0. */
  readonly oneHot?: string
  /** For codes: the texts, each coded by its position. */
  readonly codes?: readonly string[]
}

/** The columns that a model takes, with names, and the source of each. */
export interface Match {
  readonly names: readonly string[]
  readonly sources: readonly Source[]
  readonly findings: readonly Finding[]
}

/** Texts of categories in the order of their codes, by the name of their column. */
export type Categories = Readonly<Record<string, readonly string[]>>

/**
 * Finds the column of the table for each column of the model: by names where both have them, else by position.
 *
 * @throws PamiError `COLUMNS_DIFFER` with the names of missing and extra columns
 */
export function matchColumns(table: Table, shape: TableShape, categories: Categories, name: string): Match {
  const { columns } = shape
  if (!shape.named || !table.named) return byPosition(table, shape, categories, name)
  const positions = new Map(table.columns.map(({ name }, index) => [name, index]))
  const wanted = new Set(columns.map(({ name }) => name))
  const sources = columns.map(({ name, dtype }): Source | undefined => {
    const column = positions.get(name)
    if (column !== undefined) return { column, ...(dtype !== "string" && codesOf(categories, name)) }
    if (dtype === "string") return undefined
    for (const { prefix, value } of splitsOf(name)) {
      const source = positions.get(prefix)
      if (source !== undefined && !wanted.has(prefix)) return { column: source, oneHot: value }
    }
    return undefined
  })
  const missing = columns.filter((_, index) => sources[index] === undefined).map(({ name }) => name)
  const used = new Set(sources.map((source) => source?.column))
  const extra = table.columns.filter((_, index) => !used.has(index)).map(({ name }) => name)
  if (missing.length > 0)
    throw new PamiError(
      "COLUMNS_DIFFER",
      `${name} lacks ${listNames(missing)}, which the model takes` +
        `${extra.length > 0 ? `; the model does not take ${listNames(extra)}` : ""}. ` +
        "Name the columns as the model does.",
      { data: { missing, extra } },
    )
  return {
    names: columns.map(({ name }) => name),
    sources: sources as readonly Source[],
    findings:
      extra.length === 0
        ? []
        : [
            {
              code: "COLUMNS_LEFT_OUT",
              level: "note",
              message: `the model does not take ${listNames(extra)}: the map leaves them out`,
              fix: "remove these columns from the table if they belong to another one",
            },
          ],
  }
}

function byPosition(table: Table, shape: TableShape, categories: Categories, called: string): Match {
  const { columns } = shape
  if (table.columns.length !== columns.length)
    throw new PamiError(
      "COLUMNS_DIFFER",
      `the model takes ${columns.length} columns; ${called} has ${table.columns.length}` +
        `${table.named ? ` (${listNames(table.columns.map(({ name }) => name))})` : ""}. ` +
        (shape.named
          ? `Name the columns of the table as the model does: ${listNames(columns.map(({ name }) => name))}.`
          : "Name the model's columns, in its order, to choose them by name."),
      { data: { expected: columns.length, actual: table.columns.length } },
    )
  const names = columns.map(({ name }, index) => (shape.named ? name : table.columns[index].name))
  return {
    names,
    sources: names.map((name, column) => ({
      column,
      ...(columns[column].dtype !== "string" && codesOf(categories, name)),
    })),
    findings: [
      {
        code: "COLUMNS_BY_POSITION",
        level: "note",
        message: `${shape.named ? called : "the model"} does not name its columns: they are taken by position`,
        fix: shape.named
          ? "check that the columns are in the model's order, or name them in the first row"
          : "check that the columns are in the model's order, or name those of the model",
      },
    ],
  }
}

function codesOf(categories: Categories, name: string): { codes?: readonly string[] } {
  return Object.hasOwn(categories, name) ? { codes: categories[name] } : {}
}

const mostNames = 12

/** Returns names as text, the first few of many. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name.slice(0, 60)}"`)
  return `${shown.join(", ")}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ""}`
}
