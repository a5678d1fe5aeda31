import type { Row } from "../maps/measure-backends.ts"
import type { CheckResult } from "../run-checks.ts"
import { escaped, table, unbroken, verdict } from "./markup.ts"

/** A line for each subject, a column for each backend. */
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
  return table("Maps, and by how much they differ", ["model", ...backends.map(unbroken)], cells)
}

/** A line for each row, with all that was measured. */
export function details(rows: readonly Row[]): string {
  return table("In detail", heads, rows.map(cellsOf))
}

const heads = [
  "model",
  "subject",
  "backend",
  "result",
  "scores differ by",
  "maps differ by",
  "levels differ by",
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
    row.samePeak === null ? "–" : row.samePeak ? "same" : "another",
    number(row.rankCorrelation, (value) => value.toFixed(6)),
    number(row.passesPerSecond, (value) => String(Number(value.toPrecision(3)))),
    escaped(row.against === row.backend ? "itself" : (row.against ?? "–")),
  ]
}

/** Names of subjects tend to begin with that of the model. */
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
