import type { Row } from "../maps/measure-backends.ts"
import type { CheckResult } from "../run-checks.ts"
import { escaped, table, unbroken, verdict } from "./markup.ts"

/** Returns a table with a row for each subject and a column for each backend. */
export function matrix(rows: readonly Row[]): string {
  const backends = [...new Set(rows.map(({ backend }) => backend))]
  const subjects = [...new Map(rows.map((row) => [row.subject, row])).values()]
  const cells = subjects.map((first) => [
    `${unbroken(first.model)} ${unbroken(subjectOf(first))}`,
    ...backends.map((backend) => {
      const row = rows.find((row) => row.subject === first.subject && row.backend === backend)
      if (row === undefined) return "–"
      const apart = row.largestMapDifference === null ? "" : `, by ${difference(row.largestMapDifference)}`
      return verdict(outcomeOf(row), []) + apart
    }),
  ])
  return table("Largest differences of maps", ["model", ...backends.map(unbroken)], cells)
}

/** Returns a table of all measurements. */
export function details(rows: readonly Row[]): string {
  return table("Details", heads, rows.map(cellsOf))
}

const heads = [
  "model",
  "subject",
  "backend",
  "result",
  "scores differ by",
  "maps differ by",
  "colours differ by",
  "peak",
  "rank correlation",
  "passes per second",
  "compared with",
]

function cellsOf(row: Row): string[] {
  const number = (value: number | null, format: (value: number) => string) =>
    value === null ? "–" : unbroken(format(value))
  const reasons = row.exemption === null ? row.reasons : [row.exemption, ...row.reasons]
  return [
    unbroken(row.model),
    unbroken(subjectOf(row)),
    unbroken(row.backend),
    verdict(outcomeOf(row), row.passed ? [] : reasons),
    number(row.largestScoreDifference, difference),
    number(row.largestMapDifference, difference),
    number(row.largestLevelDifference, String),
    row.samePeak === null ? "–" : row.samePeak ? "same" : "different",
    number(row.rankCorrelation, (value) => value.toFixed(6)),
    number(row.passesPerSecond, (value) => String(Number(value.toPrecision(3)))),
    escaped(row.against === row.backend ? "itself" : (row.against ?? "–")),
  ]
}

/** Returns the name of the subject without that of the model in front. */
function subjectOf({ model, subject }: Row): string {
  return subject.startsWith(`${model}/`) ? subject.slice(model.length + 1) : subject
}

function outcomeOf({ passed, exemption, comparable }: Row): CheckResult["outcome"] {
  if (passed) return "passed"
  if (comparable === false) return "unavailable"
  return exemption === null ? "failed" : "exempt"
}

function difference(value: number): string {
  return value === 0 || value >= 0.1 ? String(Number(value.toPrecision(2))) : value.toExponential(1)
}
