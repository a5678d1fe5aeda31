import { dsvFormat } from "d3-dsv"
import { PamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import { expectSize, tableOfRows } from "../table.ts"
import type { Cell, Table, TableLimits } from "../table.ts"
import { decimalCommas, isMissing, isNumber, readNumber } from "./numbers.ts"

/** Options of {@link decodeTable} for CSV. */
export interface CsvOptions extends TableLimits {
  /** Default: the tab, semicolon or comma that cuts the first lines into as many cells each. */
  readonly separator?: string
  /** Whether the first row names the columns. Default: whether it has no numbers, or text above a column of numbers. */
  readonly header?: boolean
}

// A line that decides nothing costs nothing: a few show the separator.
const firstLines = 20

/** Returns the table of a text in CSV, with quotes as in RFC 4180. */
export function parseCsv(text: string, options: CsvOptions, name: string): Table {
  const separator = options.separator ?? guessSeparator(text)
  let [count, columns] = [0, 0]
  const lines = dsvFormat(separator).parseRows(text, (row) => {
    // Blank lines are skipped.
    if (row.length === 1 && row[0].trim() === "") return null
    columns = Math.max(columns, row.length)
    expectSize(++count, columns, options, name)
    return row.map((cell) => cell.trim())
  })
  if (lines.length === 0)
    throw new PamiError("TABLE_EMPTY", `${name} is empty; at least one row of values is needed.`)
  const hasHeader = options.header ?? looksLikeHeader(lines)
  const [header, body] = hasHeader ? [lines[0], lines.slice(1)] : [undefined, lines]
  checkRows(header, body, name)
  const width = (header ?? body[0]).length
  const commas = decimalCommas(body, width)
  const numeric = Array.from(
    { length: width },
    (_, column) =>
      commas.includes(column) || body.every((row) => isMissing(row[column]) || isNumber(row[column])),
  )
  const rows = body.map((row) =>
    row.map((cell, column): Cell => (numeric[column] ? readNumber(cell) : isMissing(cell) ? null : cell)),
  )
  const names = header?.map((one, index) => (one === "" ? `column ${index + 1}` : one))
  const findings: Finding[] = []
  if (!header)
    findings.push({
      code: "HEADER_MISSING",
      level: "note",
      message: `the first row of ${name} holds values, not names: columns are numbered from 1`,
      fix: "if it names the columns, say so with header: true",
    })
  if (commas.length > 0)
    findings.push({
      code: "DECIMAL_COMMA",
      level: "note",
      message: `numbers with a comma, such as "${body.map((row) => row[commas[0]]).find((cell) => cell.includes(","))}", are read as decimals`,
      fix: "write decimals with a point if the commas separate thousands",
    })
  return tableOfRows(rows, names, { findings, name })
}

/** @throws PamiError `ROW_RAGGED`, with the hint about quotes that the text of a cell gives */
function checkRows(
  header: readonly string[] | undefined,
  body: readonly (readonly string[])[],
  name: string,
): void {
  const expected = (header ?? body[0])?.length
  const index = body.findIndex(({ length }) => length !== expected)
  if (index < 0) return
  const row = body[index]
  const hint = row.some((cell) => cell.includes("\n"))
    ? "A quote in it may not be closed"
    : "Quote cells that hold the separator"
  throw new PamiError(
    "ROW_RAGGED",
    `row ${index + 1} of ${name} has ${row.length} cells; ${header ? "the header" : "the first row"} has ${expected}. ${hint}.`,
    { data: { row: index + 1, expected, actual: row.length } },
  )
}

/** Returns the separator that cuts the first lines into equally many cells: a tab and a semicolon are surer than a comma. */
function guessSeparator(text: string): string {
  const start = text.slice(0, 65_536)
  const counts = (separator: string) => {
    const rows = dsvFormat(separator).parseRows(start).slice(0, firstLines)
    // The last one may be truncated.
    return (start.length < text.length && rows.length > 1 ? rows.slice(0, -1) : rows)
      .filter((row) => row.length > 1 || row[0].trim() !== "")
      .map(({ length }) => length)
  }
  return (
    ["\t", ";", ","].find((separator) => {
      const all = counts(separator)
      return all.length > 0 && all[0] > 1 && all.every((count) => count === all[0])
    }) ??
    [",", ";", "\t"].find((separator) => counts(separator)[0] > 1) ??
    ","
  )
}

function looksLikeHeader([first, ...others]: readonly (readonly string[])[]): boolean {
  const isValue = (cell: string) => isMissing(cell) || isNumber(cell)
  const texts = first.flatMap((cell, column) => (isValue(cell) ? [] : [column]))
  if (texts.length === 0) return false
  // A pandas index has no name.
  const named = first.every((cell, column) => !isNumber(cell) && (column === 0 || cell !== ""))
  if (named && new Set(first).size === first.length) return true
  return texts.some(
    (column) => others.length > 0 && others.every((row) => row[column] !== undefined && isValue(row[column])),
  )
}
