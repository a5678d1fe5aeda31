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
  // Lines are a stranger's: in none of these patterns can two quantifiers take the same characters in many ways.
  const marked = match(
    lines,
    /^(?<index>-?\d+)(?:\s*[:;,=]|[^\S\t]*\t|[.)](?=\s)|\s+-(?=\s))\s*(?<label>.*)$/s,
  )
  if (marked.length === lines.length && marked.length > 0)
    // "4:3", "16:9": ratios, of which the first numbers do not count, are labels.
    return lines.every(({ text }) => /^\d+:\d+$/.test(text)) && !counts(marked) ? lastNumbers(lines) : marked
  const first = readIndex(marked[0]?.index ?? "")
  if (
    marked.length > lines.length / 2 &&
    marked[0]?.place === lines[0].place &&
    (first === 0 || first === 1)
  ) {
    // Both are in the order of the file.
    const { place } = lines.find((line, position) => marked[position]?.place !== line.place)!
    throw labelError(name, `starts most lines with an index, but not ${place}`)
  }
  const spaced = match(lines, /^(?<index>-?\d+)\s+(?<label>\S.*)$/s)
  if (spaced.length === lines.length && spaced.length > 1 && distinct(spaced)) {
    if (counts(spaced)) return spaced
    const first = readIndex(spaced[0].index)
    if (first === 0 || first === 1) {
      const wrong = spaced.find(({ index }, position) => readIndex(index) !== first + position)!
      throw labelError(
        name,
        `starts each line with a number, but ${wrong.place} has ${wrong.index} where ${first + spaced.indexOf(wrong)} would follow. ` +
          "Correct the numbering; numbers that belong to the labels are kept in a JSON list",
      )
    }
  }
  return lastNumbers(lines)
}

/** The numbers that end the lines, `cat: 0`, where they count. */
function lastNumbers(lines: readonly Line[]): NumberedLabel[] | undefined {
  const ending = match(lines, /^(?<label>.*\S)(?:\s*[:;,]|[^\S\t]*\t)\s*(?<index>\d+)$/s)
  return ending.length === lines.length && distinct(ending) && counts(ending) ? ending : undefined
}

/** Whether the indices, brought into order, count on by one from 0 or 1. */
function counts(entries: readonly NumberedLabel[]): boolean {
  return countsUp(entries.map(({ index }) => Number(index)).sort((a, b) => a - b))
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
