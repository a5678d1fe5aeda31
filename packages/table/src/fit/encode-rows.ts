import { PamiError } from "@pami/core"
import type { Finding, TensorInfo } from "@pami/core"
import type { Cell, Table } from "../table.ts"
import { listNames } from "./match-columns.ts"
import type { Categories, Match, Source } from "./match-columns.ts"
import type { TableShape } from "./table-shape.ts"

/** A value as a model takes it. */
export type Value = number | string

/** Options of {@link encodeRows}. */
export interface EncodeOptions {
  readonly categories: Categories
  readonly missing: number | string | Readonly<Record<string, number | string>> | undefined
  /** Name of the table, for messages. */
  readonly name: string
}

/**
 * Returns the values of each row in the order of the model's columns.
 *
 * @throws PamiError `TEXT_FOR_NUMBER`, `VALUE_MISSING`, `CATEGORY_UNKNOWN`
 */
export function encodeRows(
  table: Table,
  shape: TableShape,
  { names, sources }: Match,
  { categories, missing, name: called }: EncodeOptions,
): { readonly rows: readonly (readonly Value[])[]; readonly findings: readonly Finding[] } {
  const known = knownTexts(table, sources, categories)
  const asNan = new Set<string>()
  const replaced = new Set<string>()
  const valueOf = (cell: Cell, index: number, row: number): Value => {
    const { column, oneHot, codes } = sources[index]
    const { dtype } = shape.columns[index]
    const name = table.columns[column].name
    if (cell === null) {
      const given = givenFor(missing, name, names[index])
      if (given !== undefined || oneHot !== undefined) replaced.add(name)
      // As pandas.get_dummies: a missing category is none of the texts.
      if (oneHot !== undefined) return Number(given !== undefined && String(given) === oneHot)
      if (given !== undefined) return encode(given, dtype, codes, { called, row, name })
      if (!dtype.startsWith("float"))
        throw new PamiError(
          "VALUE_MISSING",
          `row ${row + 1} of ${called} has no value in column ${name}, and the model takes ${dtype === "string" ? "texts" : dtype} there. ` +
            "Fill it in, or give a value for missing ones.",
          { data: { row: row + 1, column: name } },
        )
      asNan.add(name)
      return NaN
    }
    if (oneHot === undefined) return encode(cell, dtype, codes, { called, row, name })
    const text = String(cell)
    if (!known.get(column)!.has(text))
      throw unknownCategory(text, [...known.get(column)!], { called, row, name })
    return Number(text === oneHot)
  }
  const rows = table.rows.map((cells, row) =>
    sources.map(({ column }, index) => valueOf(cells[column], index, row)),
  )
  return { rows, findings: missingFindings([...asNan], [...replaced]) }
}

/** A cell, for messages: the table, the number of the row from 0, and the column. */
interface Place {
  readonly called: string
  readonly row: number
  readonly name: string
}

function encode(
  cell: number | string,
  dtype: TensorInfo["dtype"],
  codes: readonly string[] | undefined,
  place: Place,
): Value {
  if (dtype === "string") return String(cell)
  if (codes) {
    const code = codes.indexOf(String(cell))
    if (code < 0) throw unknownCategory(String(cell), codes, place)
    return code
  }
  if (typeof cell === "number") return cell
  // Columns with a few texts are categories; their other cells are spelt as numbers.
  const number = cell.trim() === "" ? NaN : Number(cell)
  if (Number.isFinite(number)) return number
  throw new PamiError(
    "TEXT_FOR_NUMBER",
    `row ${place.row + 1} of ${place.called} has the text "${cell.slice(0, 60)}" in column ${place.name}, where the model takes a number. ` +
      "Correct it, or give the texts of the category in the order of their codes, or one-hot columns.",
    { data: { row: place.row + 1, column: place.name, value: cell.slice(0, 200) } },
  )
}

/** Returns the texts that the one-hot columns of each source stand for, and those that `categories` adds. */
function knownTexts(
  table: Table,
  sources: readonly Source[],
  categories: Categories,
): ReadonlyMap<number, ReadonlySet<string>> {
  const known = new Map<number, Set<string>>()
  for (const { column, oneHot } of sources) {
    if (oneHot === undefined) continue
    const { name } = table.columns[column]
    const given = Object.hasOwn(categories, name) ? categories[name] : []
    known.set(column, (known.get(column) ?? new Set(given)).add(oneHot))
  }
  return known
}

function unknownCategory(text: string, known: readonly string[], { called, row, name }: Place): PamiError {
  return new PamiError(
    "CATEGORY_UNKNOWN",
    `row ${row + 1} of ${called} has "${text.slice(0, 60)}" in column ${name}; the model knows ${listNames(known)}. ` +
      "Write it as the model does, or list it in the categories of the column if the model knows it.",
    { data: { row: row + 1, column: name, value: text.slice(0, 200), known: [...known] } },
  )
}

function givenFor(missing: EncodeOptions["missing"], ...names: string[]): number | string | undefined {
  if (typeof missing !== "object") return missing
  const name = names.find((one) => Object.hasOwn(missing, one))
  return name === undefined ? undefined : missing[name]
}

function missingFindings(asNan: readonly string[], replaced: readonly string[]): readonly Finding[] {
  const findings: Finding[] = []
  if (asNan.length > 0)
    findings.push({
      code: "MISSING_AS_NAN",
      level: "note",
      message: `missing values of ${listNames(asNan)} are fed as NaN`,
      fix: "give a value for missing ones if the model was not trained on NaN",
    })
  if (replaced.length > 0)
    findings.push({
      code: "MISSING_REPLACED",
      level: "note",
      message: `missing values of ${listNames(replaced)} are replaced: by the given value, or by 0 in one-hot columns`,
      fix: "check that the model was trained on the same",
    })
  return findings
}
