import { PamiError } from "@pami/core"
import { expectSize, tableOfRows } from "../table.ts"
import type { Cell, Table, TableLimits } from "../table.ts"

/** Returns the table of a text in JSON: a list of objects or of lists, one object; or one of these on each line. */
export function parseJson(text: string, limits: TableLimits, name: string): Table {
  const records = readRecords(text, name)
  const invalid = (reason: string) =>
    new PamiError("TABLE_INVALID", `${name} ${reason}. Rows are objects, {"age": 44}, or lists of values.`)
  if (records.length === 0)
    throw new PamiError("TABLE_EMPTY", `${name} holds no rows; at least one is needed.`)
  const isList = Array.isArray(records[0])
  const other = records.findIndex(
    (record) => typeof record !== "object" || record === null || Array.isArray(record) !== isList,
  )
  if (other >= 0)
    throw invalid(
      `row ${other + 1} is ${isObject(records[other]) ? "an object" : "not an object"}, ` +
        `unlike ${other === 0 ? "a row" : "the first row"}`,
    )
  const toCell = (value: unknown, row: number, column: string): Cell => {
    if (value === null || value === undefined) return null
    if (typeof value === "boolean") return Number(value)
    if (typeof value === "string" || Number.isFinite(value)) return value as Cell
    if (typeof value === "number")
      throw invalid(`has a number beyond 64 bits in row ${row + 1}, column ${column}`)
    throw invalid(`has ${Array.isArray(value) ? "a list" : "an object"} in row ${row + 1}, column ${column}`)
  }
  if (isList) {
    const lists = records as readonly (readonly unknown[])[]
    expectSize(lists.length, Math.max(0, ...lists.slice(0, 1).map(({ length }) => length)), limits, name)
    const rows = lists.map((list, row) => list.map((value, column) => toCell(value, row, `${column + 1}`)))
    return tableOfRows(rows, undefined, {
      name,
      findings: [
        {
          code: "HEADER_MISSING",
          level: "note",
          message: `the rows of ${name} are lists: columns are numbered from 1`,
          fix: "write the rows as objects to name the columns",
        },
      ],
    })
  }
  // Later rows may have further keys; an absent key is a missing value.
  const names = new Set<string>()
  for (const record of records) {
    for (const key of Object.keys(record as object)) names.add(key)
    expectSize(records.length, names.size, limits, name)
  }
  const columns = [...names]
  const rows = records.map((record, row) =>
    columns.map((column) =>
      toCell(
        Object.hasOwn(record as object, column) ? (record as Record<string, unknown>)[column] : null,
        row,
        column,
      ),
    ),
  )
  return tableOfRows(rows, columns, { name })
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Returns the records of JSON, or of JSON lines. */
function readRecords(text: string, name: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return [value]
    if (Array.isArray(value))
      return value.length > 0 && value.every((one) => typeof one === "number") ? [value] : value
  } catch (cause) {
    const lines = text.split(/\r\n|\n|\r/)
    const records: unknown[] = []
    for (const [index, line] of lines.entries()) {
      if (line.trim() === "") continue
      try {
        records.push(JSON.parse(line))
      } catch {
        // A first line that is not complete JSON belongs to one document.
        const reason =
          records.length === 0 ? (cause as Error).message.slice(0, 200) : `line ${index + 1} is not JSON`
        throw new PamiError(
          "TABLE_INVALID",
          `${name} cannot be read as JSON: ${reason}. Check that the file is complete.`,
          {
            cause,
          },
        )
      }
    }
    return records
  }
  throw new PamiError("TABLE_INVALID", `${name} holds one value; rows are a list of objects or of lists.`)
}
