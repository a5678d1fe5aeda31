import { PamiError } from "@pami/core"
import { tableLimits } from "../table.ts"
import type { Table } from "../table.ts"
import { parseCsv } from "./csv.ts"
import type { CsvOptions } from "./csv.ts"
import { parseJson } from "./json.ts"
import { decodeText } from "./text.ts"

/** Options of {@link decodeTable}. */
export interface DecodeTableOptions extends CsvOptions {
  /** Default: `json` for a file that starts with `[` or `{`, else `csv`. `json` reads JSON lines, too. */
  readonly format?: "csv" | "json"
  /** Name of the file, for messages. Default: `the table`. */
  readonly name?: string
}

/**
 * Returns the table in a file: CSV with commas, semicolons or tabs; JSON, a list of objects or of lists; or JSON lines. A
 * missing value is an empty cell, `NA`, `N/A`, `NaN` or `null`. Decimal commas are read where they cannot be anything else.
 *
 * @param bytes in UTF-8, or in UTF-16 with a byte order mark
 * @throws PamiError `TABLE_EMPTY`, `ROW_RAGGED` with the number of the row, `TABLE_INVALID`, `TABLE_TOO_LARGE`
 *
 * @example
 * const table = decodeTable(new TextEncoder().encode("age;home;rate\n44;OWN;3,5\n31;RENT;\n"))
 * console.log(table.columns.map(({ kind }) => kind).join()) // number,category,number
 * console.log(table.rows[0].join()) // 44,OWN,3.5
 */
export function decodeTable(bytes: Uint8Array, options: DecodeTableOptions = {}): Table {
  const { name = "the table", maxBytes = tableLimits.maxBytes } = options
  if (bytes.length > maxBytes)
    throw new PamiError(
      "TABLE_TOO_LARGE",
      `${name} has ${bytes.length} bytes; up to ${maxBytes} are read. Save a part of it, or raise maxBytes.`,
    )
  const text = decodeText(bytes, name)
  if (text.trim() === "")
    throw new PamiError("TABLE_EMPTY", `${name} is empty; at least one row of values is needed.`)
  const { format = /^\s*[[{]/.test(text) ? "json" : "csv" } = options
  return format === "json" ? parseJson(text, options, name) : parseCsv(text, options, name)
}
