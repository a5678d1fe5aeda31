import { dsvFormat } from "d3-dsv"
import { shown } from "../shown.ts"
import { labelError, withoutSynset } from "./label-error.ts"
import { arrangeLabels, countsUp, largestClassCount, readIndex } from "./numbering.ts"

// Names of columns as files use them, the surest first; without regard to case, spaces and underscores.
const indexNames = [
  "index",
  "idx",
  "classindex",
  "classidx",
  "classid",
  "labelid",
  "id",
  "target",
  "number",
  "no",
  "nr",
  "class",
  "label",
]
const labelNames = [
  "label",
  "labels",
  "displayname",
  "classname",
  "name",
  "names",
  "class",
  "classes",
  "category",
  "title",
  "description",
]

const mostColumns = 64

interface Row {
  readonly cells: readonly string[]
  readonly place: string
}

/**
 * Returns the separator of a table, or undefined where the text is none: that of the file's name, or of a first line
 * that names both the column of an index and that of a label.
 */
export function separatorOf(text: string, name: string): string | undefined {
  const [first] = text.split(/\r\n|\n|\r/, 1)
  if (/\.tsv$/i.test(name)) return "\t"
  if (/\.csv$/i.test(name)) return [",", ";", "\t"].find((separator) => first.includes(separator)) ?? ","
  return [",", "\t", ";"].find((separator) => {
    const cells = first.split(separator).map(simplify)
    const index = cells.findIndex((cell) => indexNames.includes(cell))
    return cells.some((cell, column) => labelNames.includes(cell) && column !== index && index >= 0)
  })
}

/**
 * Returns the labels of a table: the column that holds them, in the order of the rows, or at the indices of another
 * column. A first row that names the columns is recognised.
 *
 * @throws PamiError `LABELS_INVALID` naming the line or the columns
 */
export function tableLabels(text: string, separator: string, name: string): string[] {
  const rows = parse(text, separator, name)
  if (rows.length === 0) return []
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  // Every cell is looked at for every column.
  if (width > mostColumns) throw labelError(name, `has ${width} columns; at most ${mostColumns} are read`)
  if (rows.length > largestClassCount + 1)
    throw labelError(name, `has ${rows.length} rows; at most ${largestClassCount} labels are read`)
  const columns = Array.from({ length: width }, (_, column) => column)
  const header = hasHeader(rows, columns) ? rows[0].cells.map(simplify) : undefined
  const body = header === undefined ? rows : rows.slice(1)
  const { labels, index } = chooseColumns(body, columns, header, name)
  const label = ({ cells }: Row) => withoutSynset(cells[labels] ?? "")
  if (index === undefined) return body.map(label)
  const filled = body.filter(({ cells }) => cells.some((cell) => cell !== ""))
  return arrangeLabels(
    filled.map((row) => ({ index: row.cells[index] || "(nothing)", label: label(row), place: row.place })),
    name,
  )
}

function parse(text: string, separator: string, name: string): Row[] {
  const rows: Row[] = []
  const isQuoted = text.includes('"')
  let line = 1
  for (const cells of dsvFormat(separator).parseRows(text)) {
    rows.push({ cells: cells.map((cell) => cell.trim()), place: `line ${line}` })
    line++
    // A quoted cell may hold line ends.
    if (isQuoted) for (const cell of cells) line += cell.match(/\r\n|\n|\r/g)?.length ?? 0
  }
  // Quotes inside a quoted cell are doubled: an odd number means that a cell is not closed, and swallowed what follows.
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) {
    const open = rows.findLast(({ cells }) => cells.some((cell) => /[\r\n]/.test(cell))) ?? rows.at(-1)
    throw labelError(
      name,
      `has a quotation mark without its pair, from ${open?.place ?? "its first line"} on`,
    )
  }
  while (rows.at(-1)?.cells.every((cell) => cell === "")) rows.pop()
  return rows
}

/** A first row that has a word where the others have numbers, or the name of a column. */
function hasHeader([first, ...others]: readonly Row[], columns: readonly number[]): boolean {
  const numbers = columns.filter((column) => isNumbers(others, column))
  if (numbers.some((column) => isNumber(first.cells[column] ?? ""))) return false
  return (
    (numbers.length > 0 && others.length > 0) ||
    first.cells.some((cell) => labelNames.includes(simplify(cell)))
  )
}

function chooseColumns(
  body: readonly Row[],
  columns: readonly number[],
  header: readonly string[] | undefined,
  name: string,
): { labels: number; index: number | undefined } {
  const [only] = columns
  if (columns.length === 1) return { labels: only, index: undefined }
  const sure = columns.filter(
    (column) => indexNames.includes(header?.[column] ?? "") && !labelNames.includes(header![column]),
  )
  // One cell without a number does not make another column of one that is called "index": its line is named later.
  const numbers = columns.filter((column) => isNumbers(body, column, sure.includes(column) ? 0.5 : 1))
  const isSynsets = (column: number) => body.every(({ cells }) => /^(?:n\d{8})?$/.test(cells[column] ?? ""))
  const texts = columns.filter((column) => !numbers.includes(column) && !isSynsets(column))
  const called = (names: readonly string[], among: readonly number[]) => {
    const found = names.find((known) => among.some((column) => header?.[column] === known))
    return among.find((column) => found !== undefined && header?.[column] === found)
  }
  const named = called(labelNames, texts) ?? (texts.length === 1 ? texts[0] : undefined)
  const index =
    called(
      indexNames,
      numbers.filter((column) => column !== (named ?? called(labelNames, numbers))),
    ) ?? countingColumn(body, numbers, texts, header === undefined)
  const rest = numbers.filter((column) => column !== index)
  const labels =
    named ??
    (texts.length === 0 ? (called(labelNames, rest) ?? (rest.length === 1 ? rest[0] : undefined)) : undefined)
  if (labels !== undefined && (index !== undefined || header !== undefined || numbers.length === 0))
    return { labels, index }
  throw labelError(
    name,
    `has ${columns.length} columns, and which holds ${labels === undefined ? "the labels" : "the indices"} is not clear (${shown((header ?? body[0]?.cells ?? []).join(", "))}). ` +
      'Give it a first line that names the columns, as in "index,label"',
  )
}

/**
 * The column that numbers the rows: the only one with numbers where nothing says more and it stands before the labels,
 * else the only one that counts. Numbers behind the labels may be anything, such as the images of each class.
 */
function countingColumn(
  body: readonly Row[],
  numbers: readonly number[],
  texts: readonly number[],
  bare: boolean,
): number | undefined {
  const besideTexts = texts.length > 0
  if (besideTexts && bare && numbers.length === 1 && numbers[0] < texts[0]) return numbers[0]
  const counting = numbers.filter((column) => {
    const order = body.map(({ cells }) => readIndex(cells[column] ?? "") ?? -1)
    return countsUp(besideTexts ? order.sort((a, b) => a - b) : order)
  })
  return counting.length === 1 ? counting[0] : undefined
}

function isNumbers(rows: readonly Row[], column: number, share = 1): boolean {
  const count = rows.filter(({ cells }) => isNumber(cells[column] ?? "")).length
  return rows.length > 0 && count >= share * rows.length
}

function isNumber(cell: string): boolean {
  return /^-?\d+$/.test(cell)
}

function simplify(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[\s_-]+/g, "")
    .replace(/^#$/, "number")
}
