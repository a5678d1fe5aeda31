import type { Cell } from "../table.ts"

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const withComma = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i
// "1,234" may be a decimal or a thousand and more.
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/

/** Spellings of a missing value. */
export const missingSpellings: readonly string[] = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL"]

/** Returns whether a cell is missing, as it is spelt. */
export function isMissing(text: string): boolean {
  return missingSpellings.includes(text)
}

/** Returns whether a cell is spelt as a number with a decimal point, or without decimals. */
export function isNumber(text: string): boolean {
  return plain.test(text) && Number.isFinite(Number(text))
}

/**
 * Returns the positions of the columns whose cells are numbers with a decimal comma: no cell has a point or another text,
 * and in one column at least a comma cannot separate thousands.
 */
export function decimalCommas(rows: readonly (readonly string[])[], columns: number): readonly number[] {
  const positions = Array.from({ length: columns }, (_, column) => column).filter((column) => {
    const cells = rows.map((row) => row[column]).filter((cell) => !isMissing(cell))
    return (
      cells.some((cell) => withComma.test(cell)) &&
      cells.every((cell) => isWhole(cell) || withComma.test(cell))
    )
  })
  const isSure = positions.some((column) =>
    rows.some((row) => withComma.test(row[column]) && !ambiguous.test(row[column])),
  )
  return isSure ? positions : []
}

function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text)
}

/** Returns the value of a cell of a column of numbers, as it is spelt. */
export function readNumber(text: string): Cell {
  return isMissing(text) ? null : Number(text.replace(",", "."))
}
