import { createReadStream } from "node:fs"
import { type CsvError, parse } from "csv-parse"
import { dataSetError } from "../data-set-error.ts"
import { fileError } from "./read.ts"

/** A row of a CSV file, or the reason for which it is none. */
export interface CsvRow {
  /** Number of the last line of the row, from 1. */
  readonly line: number
  /** The cells by the names of the header. */
  readonly cells: ReadonlyMap<string, string>
  /** The defect of the row, if it has one. */
  readonly defect?: string
}

// Characters of a row.
const longestRow = 2 ** 20

/**
 * Yields the rows of a CSV file with a header. A row with another number of cells has a defect.
 *
 * @throws PamiError `DATA_SET_INVALID` for a file that is not CSV, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRow> {
  const source = createReadStream(path)
  const parser = parse({
    bom: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    maxRecordSize: longestRow,
    info: true,
  })
  source.once("error", (error) => parser.destroy(error))
  let header: readonly string[] | undefined
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Parsed>) {
      if (header === undefined) {
        header = record.map((name) => name.trim())
        continue
      }
      const cells = new Map(header.map((name, at) => [name, record[at] ?? ""]))
      const row = { line: info.lines, cells }
      yield record.length === header.length
        ? row
        : { ...row, defect: `a row has ${header.length} cells, as the header; this one has ${record.length}` }
    }
  } catch (cause) {
    if (!String((cause as CsvError).code).startsWith("CSV_")) throw fileError(path, cause)
    throw dataSetError("DATA_SET_INVALID", `the file is not CSV: ${(cause as Error).message}`, {
      place: path,
      cause,
    })
  } finally {
    source.destroy()
  }
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}
