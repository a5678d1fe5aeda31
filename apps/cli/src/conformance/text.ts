import { stored, tolerances } from "@pami/conformance"
import type { CheckResult, Row } from "@pami/conformance"
import { oneLine } from "../printable.ts"
import { failed, isIncomparable } from "./report.ts"
import type { Report } from "./report.ts"

/** The report for a terminal: the matrix, what did not pass of it, the checks, and what was left out. */
export function describeReport({ rows, checked, offers }: Report): string {
  const measured = new Set(rows.map(({ backend }) => backend))
  const absent = offers.filter(({ name, reason }) => reason !== null && !measured.has(name))
  const width = Math.max(...absent.map(({ name }) => name.length))
  const lines = [
    ...(rows.length === 0 ? [] : tables(rows)),
    ...reasons(rows),
    ...Object.entries(checked).flatMap(([backend, results]) => checksOf(backend, results)),
    ...absent.map(({ name, reason }) => `${name.padEnd(width)}  not available: ${reason}`),
    ...(absent.length === 0 ? [] : [""]),
    verdict(rows),
    ...(Object.keys(checked).length === 0 ? [] : [verdictOfChecks(Object.values(checked).flat())]),
  ]
  return lines.map((line) => `${oneLine(line)}\n`).join("")
}

function verdict(rows: readonly Row[]): string {
  const incomparable = rows.filter(isIncomparable).length
  const exempt = rows.filter((row) => !row.passed && !failed(row)).length - incomparable
  const passed = `${rows.filter((row) => row.passed).length} of ${rows.length} comparisons passed`
  const { level } = tolerances
  const isOwn = rows.every(({ against }) => against !== stored)
  const [score, map] = isOwn ? [tolerances.ownScore, tolerances.ownMap] : [tolerances.score, tolerances.map]
  return (
    `${passed}${exempt === 0 ? "" : `, ${exempt} exempt`}${incomparable === 0 ? "" : `, ${incomparable} not comparable`}: ` +
    `scores may differ by ${score.largest.toExponential()}, maps by ${map.largest.toExponential()}, colours by ${level.largest} level of 256`
  )
}

function verdictOfChecks(results: readonly CheckResult[]): string {
  const wrong = results.filter(({ outcome }) => outcome === "failed").length
  return wrong === 0 ? "no check of the contract failed" : `${wrong} of ${results.length} checks failed`
}

const heads = ["backend", "scores", "maps", "levels", "peak", "ranks", "passes/s", ""]

/** A table for each subject. */
function tables(rows: readonly Row[]): string[] {
  const all = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(...all.map((cells) => cells[column].length)))
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd()
  return [...new Set(rows.map(({ subject }) => subject))].flatMap((subject) => {
    const own = rows.filter((row) => row.subject === subject)
    const against = own.find((row) => row.against !== null)?.against
    return [
      against ? `${subject}, compared with ${against}` : subject,
      line(heads),
      ...own.map((row) => line(cellsOf(row))),
      "",
    ]
  })
}

function cellsOf(row: Row): string[] {
  const number = (value: number | null, format: (value: number) => string) =>
    value === null ? "-" : format(value)
  const difference = (value: number) => (value === 0 ? "0" : value.toExponential(1))
  return [
    row.backend,
    number(row.largestScoreDifference, difference),
    number(row.largestMapDifference, difference),
    number(row.largestLevelDifference, String),
    row.samePeak === null ? "-" : row.samePeak ? "same" : "another",
    number(row.rankCorrelation, (value) => value.toFixed(6)),
    number(row.passesPerSecond, (value) => (value < 100 ? value.toPrecision(2) : value.toFixed(0))),
    row.passed
      ? "passed"
      : isIncomparable(row)
        ? "not comparable"
        : row.exemption === null
          ? "FAILED"
          : "exempt",
  ]
}

/** Returns why rows did not pass, each reason once. */
function reasons(rows: readonly Row[]): string[] {
  const told = new Map<string, { backend: string; why: readonly string[]; subjects: string[] }>()
  for (const row of rows.filter(({ passed }) => !passed)) {
    const { backend, exemption, subject } = row
    const why = exemption === null ? row.reasons : [`exempt: ${exemption}`]
    const key = JSON.stringify([backend, why])
    if (!told.has(key)) told.set(key, { backend, why, subjects: [] })
    told.get(key)!.subjects.push(subject)
  }
  return [...told.values()].flatMap(({ backend, why, subjects }) => [
    `${backend}, ${subjects.join(", ")}:`,
    ...why.map((reason) => `  ${reason}`),
    "",
  ])
}

const outcomes = { passed: "passed", exempt: "exempt", unavailable: "not tried", failed: "FAILED" } as const

/** Returns the results of one backend's checks: the number of each, and those that did not pass. */
function checksOf(backend: string, results: readonly CheckResult[]): string[] {
  const counts = Object.entries(outcomes).flatMap(([outcome, name]) => {
    const count = results.filter((result) => result.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${name}`]
  })
  const others = results.filter(({ outcome }) => outcome !== "passed")
  const width = Math.max(...others.map(({ check }) => check.name.length))
  return [
    `${backend}, the contract: ${counts.join(", ")}`,
    ...others.flatMap(({ check, outcome, message }) => {
      const [first, ...more] = message.split("\n")
      const start = `  ${outcomes[outcome].padEnd(9)}  ${check.name.padEnd(width)}  `
      return [`${start}${first}`, ...more.map((line) => `${" ".repeat(start.length)}${line}`)]
    }),
    "",
  ]
}
