import type { Row } from "./maps/measure-backends.ts"
import type { CheckResult } from "./run-checks.ts"
import { tolerances } from "./tolerances.ts"

/**
 * A page for people: the matrix, the checks, the tolerances with their reasons, and the facts of the machine. One file
 * without script, that asks no other host for anything, in light or dark as the reader's system is.
 *
 * @param facts of the environment, by what they are called: `{ Node: "24.21.0", processor: "..." }`
 * @param checked what came of the checks of the contract, by the backend's name
 */
export function htmlReport(
  rows: readonly Row[],
  facts: Readonly<Record<string, string>> = {},
  checked: Readonly<Record<string, readonly CheckResult[]>> = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>PAMI: maps of different backends</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Do all backends draw the same maps?</h1>
<p>${summary(rows, checked)}</p>
${table("Backends and models", rowHeads, rows.map(rowCells))}
${checksTable(checked)}
${table("Tolerances", ["what is compared", "largest difference", "why"], toleranceCells)}
${table(
  "Where this was measured",
  ["fact", "value"],
  Object.entries(facts).map(([name, value]) => [escaped(name), escaped(value)]),
)}
</main>
</body>
</html>
`
}

/** How many passed of what was tried, in a sentence for each kind. */
function summary(rows: readonly Row[], checked: Readonly<Record<string, readonly CheckResult[]>>): string {
  const comparisons = `${rows.filter((row) => row.passed).length} of ${rows.length} comparisons passed.`
  const tried = Object.values(checked)
    .flat()
    .filter(({ outcome }) => outcome === "passed" || outcome === "failed")
  if (tried.length === 0) return comparisons
  const passed = tried.filter(({ outcome }) => outcome === "passed").length
  return `${comparisons} ${passed} of ${tried.length} checks of the contract passed.`
}

/** What each backend keeps of the contract: a line for each promise. */
function checksTable(checked: Readonly<Record<string, readonly CheckResult[]>>): string {
  const promises = new Map(
    Object.values(checked)
      .flat()
      .map(({ check: { name, promise } }) => [name, promise]),
  )
  const cells = [...promises].map(([name, promise]) => [
    escaped(name),
    escaped(promise),
    ...Object.values(checked).map((results) => {
      const result = results.find(({ check }) => check.name === name)
      return result === undefined ? "–" : verdict(result.outcome, result.message ? [result.message] : [])
    }),
  ])
  const backends = Object.keys(checked).map(escaped)
  return table("Promises of the contract", ["check", "promise", ...backends], cells)
}

/** An outcome in its colour, and what there is to say of it. */
function verdict(outcome: CheckResult["outcome"], reasons: readonly string[]): string {
  const items = reasons.map((reason) => `<li>${escaped(reason)}</li>`).join("")
  return `<span class="${outcome}">${outcome}</span>${items && `<ul>${items}</ul>`}`
}

const rowHeads = [
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

function rowCells(row: Row): string[] {
  const number = (value: number | null, digits = 2) =>
    value === null ? "–" : `${Number(value.toPrecision(digits))}`
  const result = row.passed
    ? verdict("passed", [])
    : row.exemption === null
      ? verdict("failed", row.reasons)
      : verdict("exempt", [row.exemption, ...row.reasons])
  return [
    escaped(row.model),
    escaped(row.subject),
    escaped(row.backend),
    result,
    number(row.largestScoreDifference),
    number(row.largestMapDifference),
    number(row.largestLevelDifference),
    row.samePeak === null ? "–" : row.samePeak ? "same" : "another",
    number(row.rankCorrelation, 6),
    number(row.passesPerSecond, 3),
    escaped(row.against === row.backend ? "itself" : (row.against ?? "–")),
  ]
}

const toleranceCells = Object.values(tolerances).map(({ what, largest, why }) => [
  escaped(what),
  asText(largest),
  escaped(why),
])

/** A tolerance as people write it: `5e-6`. */
function asText(largest: number): string {
  return largest > 0 && largest < 1 ? largest.toExponential() : String(largest)
}

/** A table that says what it is, with heads for rows and columns; nothing where it would be empty. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ""
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("")
  const body = rows
    .map(([first, ...others]) => {
      const cells = others.map((cell) => `<td>${cell}</td>`).join("")
      return `<tr><th scope="row">${first}</th>${cells}</tr>`
    })
    .join("\n")
  return `<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`
}

function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  return text.replaceAll(/[&<>"]/g, (character) => names[character])
}

// Colours of at least 4.5 : 1 on their grounds; what passed is told in words as well.
const style = `
:root { --ink: #1b1f24; --ground: #ffffff; --line: #c8ccd1; --pass: #0a6b2d; --fail: #b3140f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --ground: #14171a; --line: #41474e; --pass: #6fd58f; --fail: #ff8f87; }
}
body { margin: 0; color: var(--ink); background: var(--ground); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 90rem; margin: auto; padding: 1.5rem; }
.wide { overflow-x: auto; margin-block: 2rem; }
table { border-collapse: collapse; min-width: 40rem; }
caption { text-align: start; font-size: 1.25rem; font-weight: 600; padding-block: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-block-end: 1px solid var(--line); }
tbody th { font-weight: 400; }
td { font-variant-numeric: tabular-nums; }
ul { margin: .25rem 0 0; padding-inline-start: 1.1rem; max-width: 45ch; }
.passed { color: var(--pass); font-weight: 600; }
.failed { color: var(--fail); font-weight: 600; }
`
