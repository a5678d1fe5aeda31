import { readCsv } from "../files/csv.ts"
import { isObject } from "../files/json.ts"
import { readLines } from "../files/read.ts"

/** A row of a table. */
export interface Row {
  /** Number of its line, from 1. */
  readonly line: number
  /** The cells by the names of the columns. */
  readonly cells: ReadonlyMap<string, string>
  /** The defect of the row, if it has one. */
  readonly defect?: string
}

/** Yields the rows of a CSV file, or of JSON lines: by the end of its name. Throws as `readCsv` and `readLines`. */
export async function* readRows(file: string): AsyncGenerator<Row> {
  if (!/\.(jsonl|ndjson)$/i.test(file)) {
    yield* readCsv(file)
    return
  }
  for await (const { text, line } of readLines(file)) yield { line, ...parseRow(text) }
}

function parseRow(text: string): Omit<Row, "line"> {
  const none = new Map<string, string>()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    return { cells: none, defect: `the line is not JSON: ${(cause as Error).message}` }
  }
  if (!isObject(value)) return { cells: none, defect: "a line is an object" }
  const entries = Object.entries(value).filter(([, one]) => one !== null)
  const cells = new Map(entries.map(([name, one]) => [name, String(one)]))
  const nested = entries.find(([, one]) => typeof one === "object")
  return nested === undefined ? { cells } : { cells, defect: `"${nested[0]}" is not a text or a number` }
}
