import { PamiError } from "@pami/core"
import { tableLimits } from "../table.ts"
import { decodeText } from "./text.ts"

/** Names of a model's columns, and what their values mean. */
export interface ColumnsFile {
  /** In the model's order. */
  readonly columns: readonly string[]
  /** Texts of categories in the order of their codes, by column. */
  readonly categories?: Readonly<Record<string, readonly string[]>>
  /** Columns that belong together, by the name of their group. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
}

const nameKeys = ["columns", "feature_names", "featureNames", "feature_names_in_", "features"]
const mostBytes = 16 * 2 ** 20

/**
 * Returns the names of a model's columns from a columns file: one name a line; a JSON list of names; or a JSON object with
 * `columns` (or `feature_names`), and perhaps `categories` and `groups`.
 *
 * @throws PamiError `COLUMNS_INVALID`
 *
 * @example
 * const { columns } = readColumns(new TextEncoder().encode('{ "feature_names": ["age", "home=RENT"] }'))
 * console.log(columns.join()) // age,home=RENT
 */
export function readColumns(bytes: Uint8Array, name = "the columns file"): ColumnsFile {
  if (bytes.length > mostBytes) throw invalid(name, `has ${bytes.length} bytes; up to ${mostBytes} are read`)
  const text = decodeText(bytes, name)
  if (!/^\s*[[{]/.test(text))
    return checked(
      {
        columns: text
          .split(/\r\n|\n|\r/)
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      },
      name,
    )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(name, `is not JSON: ${(cause as Error).message.slice(0, 200)}`, cause)
  }
  if (Array.isArray(value)) return checked({ columns: value as string[] }, name)
  const fields = value as Record<string, unknown>
  const key = nameKeys.find((one) => Object.hasOwn(fields, one))
  if (key === undefined) throw invalid(name, "has no names of columns")
  const { categories, groups } = fields
  return checked(
    {
      columns: fields[key] as string[],
      ...(categories !== undefined && { categories: lists(categories, "categories", name) }),
      ...(groups !== undefined && { groups: lists(groups, "groups", name) }),
    },
    name,
  )
}

/**
 * Returns the names of a model's columns from its metadata: `feature_names` or `columns`, as a JSON list or with commas.
 *
 * @returns undefined if the metadata has none
 *
 * @example
 * console.log(columnsInMetadata({ feature_names: '["age", "income"]' })?.join()) // age,income
 */
export function columnsInMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
): readonly string[] | undefined {
  if (metadata === undefined) return undefined
  const key = nameKeys.find((one) => Object.hasOwn(metadata, one))
  if (key === undefined || metadata[key].length > mostBytes) return undefined
  const text = metadata[key]
  let names: unknown
  try {
    names = JSON.parse(text)
  } catch {
    names = text.split(",").map((name) => name.trim())
  }
  return areNames(names) ? names : undefined
}

function areNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= tableLimits.maxColumns &&
    value.every((name) => typeof name === "string" && name !== "") &&
    new Set(value).size === value.length
  )
}

function checked(file: ColumnsFile, name: string): ColumnsFile {
  if (!areNames(file.columns))
    throw invalid(name, `does not hold different names, from 1 to ${tableLimits.maxColumns}`)
  return file
}

function lists(value: unknown, field: string, name: string): Readonly<Record<string, readonly string[]>> {
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    !Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === "string"))
  )
    throw invalid(name, `has ${field} that are not lists of texts by name`)
  return value as Readonly<Record<string, readonly string[]>>
}

function invalid(name: string, reason: string, cause?: unknown): PamiError {
  return new PamiError(
    "COLUMNS_INVALID",
    `${name} ${reason}. Write one name a line, or { "columns": ["age", …], "categories": { "home": ["OWN", …] } }.`,
    { cause },
  )
}
