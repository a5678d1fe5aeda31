import { labelError, withoutSynset } from "./label-error.ts"
import { arrangeLabels, countsUp, readIndex, type NumberedLabel } from "./numbering.ts"

interface Line {
  readonly text: string
  readonly place: string
}

/**
 * Returns the labels of a text with one a line. Where every line starts with an index (`0: cat`, `0 cat`), or ends
 * with one (`cat: 0`), that is obeyed.
 *
 * @throws PamiError `LABELS_INVALID` naming the line whose index does not fit the others
 */
export function lineLabels(text: string, name: string): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim())
  // Empty lines at the end are an editor's; one in between is a class without a name, and keeps the count.
  while (lines.at(-1) === "") lines.pop()
  const filled = lines
    .map((text, index): Line => ({ text, place: `line ${index + 1}` }))
    .filter(({ text }) => text !== "")
  const entries = numbered(filled, name)
  return entries === undefined ? lines.map(withoutSynset) : arrangeLabels(entries, name)
}

function numbered(lines: readonly Line[], name: string): NumberedLabel[] | undefined {
  const marked = match(lines, /^(?<index>-?\d+)(?:\s*[:;,=\t]|[.)](?=\s)|\s+-(?=\s))\s*(?<label>.*)$/)
  if (marked.length === lines.length && marked.length > 0) return marked
  const first = readIndex(marked[0]?.index ?? "")
  if (
    marked.length > lines.length / 2 &&
    marked[0]?.place === lines[0].place &&
    (first === 0 || first === 1)
  ) {
    const { place } = lines.find((line) => !marked.some((entry) => entry.place === line.place))!
    throw labelError(name, `starts most lines with an index, but not ${place}`)
  }
  const spaced = match(lines, /^(?<index>-?\d+)\s+(?<label>\S.*)$/)
  if (spaced.length === lines.length && spaced.length > 1 && distinct(spaced)) {
    const first = readIndex(spaced[0].index)
    if (countsUp(spaced.map(({ index }) => index))) return spaced
    if (first === 0 || first === 1) {
      const wrong = spaced.find(({ index }, position) => readIndex(index) !== first + position)!
      throw labelError(
        name,
        `starts each line with a number, but ${wrong.place} has ${wrong.index} where ${first + spaced.indexOf(wrong)} would follow. ` +
          "Correct the numbering; numbers that belong to the labels are kept in a JSON list",
      )
    }
  }
  const ending = match(lines, /^(?<label>.*\S)\s*[:;,\t]\s*(?<index>\d+)$/)
  if (ending.length === lines.length && distinct(ending)) {
    const order = ending.map(({ index }) => Number(index)).sort((a, b) => a - b)
    if (countsUp(order)) return ending
  }
  return undefined
}

function match(lines: readonly Line[], pattern: RegExp): NumberedLabel[] {
  return lines.flatMap(({ text, place }) => {
    const { index, label } = pattern.exec(text)?.groups ?? {}
    return index === undefined ? [] : [{ index, label: withoutSynset(label), place }]
  })
}

/** "1 euro", "2 euro": numbers without which labels are the same belong to the labels. */
function distinct(entries: readonly NumberedLabel[]): boolean {
  return new Set(entries.map(({ label }) => label)).size === entries.length
}
