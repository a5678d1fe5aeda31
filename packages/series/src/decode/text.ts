import { dsvFormat } from "d3-dsv"
import { note } from "../finding.ts"
import type { Series } from "../series.ts"
import { problem } from "./problem.ts"

/** Options of {@link decodeSeriesText}. */
export interface DecodeSeriesTextOptions {
  /** Name of the file, for messages. Default `the table`. */
  readonly name?: string
  /** Time steps per second. Default: unknown. */
  readonly rate?: number
  /** The columns to read, by name, or by number from 1. Default: all. */
  readonly columns?: readonly (string | number)[]
}

// A text and its rows take several times this much memory.
const longestText = 2 ** 27
const delimiters = [",", ";", "\t"]

/** Returns the encoding of a text: UTF-16 has a byte order mark. */
export function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le"
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
}

/**
 * Reads a table of numbers as a series: a row for each time step, a column for each channel. Columns are separated by
 * commas, semicolons, tabs or spaces, the first of these in the first line. A first row without any number names the
 * channels. A single row of several numbers is one channel.
 *
 * @throws PamiError `SERIES_EMPTY` without a number, `SERIES_RAGGED` if a row has more or fewer columns,
 *   `SERIES_NOT_NUMERIC` for any other text (its row and column are named), `SERIES_TOO_LARGE`
 *
 * @example
 * const bytes = new TextEncoder().encode("inside,outside\n21.5,3\n21,2.5\n")
 * const { length, channels, names } = decodeSeriesText(bytes)
 * console.log(length, channels, names!.join()) // 2 2 inside,outside
 */
export function decodeSeriesText(
  bytes: Uint8Array,
  { name = "the table", rate, columns }: DecodeSeriesTextOptions = {},
): Series {
  if (bytes.length > longestText)
    throw problem(
      "SERIES_TOO_LARGE",
      name,
      `it has ${bytes.length} bytes; at most ${longestText} are read: cut it into pieces, or save it as .npy`,
      { length: bytes.length, most: longestText },
    )
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes)
  const rows = splitRows(text)
  if (rows.length === 0) throw problem("SERIES_EMPTY", name, "it has no row")
  const header = rows[0].cells.every((cell) => cell.trim() !== "" && !isNumber(cell)) ? rows[0] : undefined
  const body = header === undefined ? rows : rows.slice(1)
  if (body.length === 0) throw problem("SERIES_EMPTY", name, "it has names of columns and no row of numbers")
  const width = rows[0].cells.length
  const chosen = (columns ?? Array.from({ length: width }, (_, at) => at + 1)).map((column) =>
    findColumn(column, header?.cells, width, name),
  )
  const label = (at: number) =>
    header === undefined ? `column ${at + 1}` : `column ${JSON.stringify(header.cells[at].trim())}`
  const data = new Float32Array(body.length * chosen.length)
  let filled = 0
  for (const { cells, line } of body) {
    if (cells.length !== width)
      throw problem(
        "SERIES_RAGGED",
        name,
        `row ${line} has ${cells.length} columns; the first row has ${width}: give every row as many`,
        { row: line, expected: width, actual: cells.length },
      )
    for (const at of chosen) {
      if (!isNumber(cells[at]))
        throw problem(
          "SERIES_NOT_NUMERIC",
          name,
          `row ${line}, ${label(at)} is ${cells[at].trim() === "" ? "empty" : JSON.stringify(cells[at].trim().slice(0, 40))}, not a number: ` +
            "fill it in, or choose other columns",
          { row: line, column: at + 1 },
        )
      data[filled++] = Number(cells[at])
    }
  }
  const common = { data, ...(rate === undefined ? {} : { rate }) }
  if (body.length === 1 && header === undefined && chosen.length > 1)
    return {
      ...common,
      length: chosen.length,
      channels: 1,
      findings: [
        note(
          "ROW_AS_SERIES",
          `${name} has one row of ${chosen.length} numbers: they are read as one channel over time`,
          "if they are the channels of one time step, name them in a first row",
        ),
      ],
    }
  return {
    ...common,
    length: body.length,
    channels: chosen.length,
    ...(header === undefined ? {} : { names: chosen.map((at) => header.cells[at].trim()) }),
  }
}

interface Row {
  readonly cells: readonly string[]
  /** From 1, empty rows included. */
  readonly line: number
}

function splitRows(text: string): Row[] {
  const first = /^.*\S.*$/m.exec(text)?.[0] ?? ""
  const delimiter = delimiters.find((candidate) => first.includes(candidate))
  const rows =
    delimiter === undefined
      ? text.split(/\r\n?|\n/).map((line) => line.trim().split(/\s+/))
      : dsvFormat(delimiter).parseRows(text)
  return rows
    .map((cells, at) => ({ cells, line: at + 1 }))
    .filter(({ cells }) => cells.length > 1 || cells[0]?.trim())
}

function isNumber(cell: string): boolean {
  return cell.trim() !== "" && Number.isFinite(Number(cell)) && Number.isFinite(Math.fround(Number(cell)))
}

function findColumn(
  column: string | number,
  names: readonly string[] | undefined,
  width: number,
  name: string,
): number {
  const at =
    typeof column === "number"
      ? column - 1
      : (names?.findIndex((candidate) => candidate.trim() === column) ?? -1)
  if (Number.isInteger(at) && at >= 0 && at < width) return at
  const known = names === undefined ? `${width} columns without names` : names.slice(0, 20).join(", ")
  throw problem("SERIES_NOT_NUMERIC", name, `it has no column ${JSON.stringify(column)}; it has ${known}`)
}
