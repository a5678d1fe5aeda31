import { checksTable } from "./html/checks.ts"
import { escaped, table } from "./html/markup.ts"
import { details, matrix } from "./html/rows.ts"
import { style } from "./html/style.ts"
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
${matrix(rows)}
${details(rows)}
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

const toleranceCells = Object.values(tolerances).map(({ what, largest, why }) => [
  escaped(what),
  asText(largest),
  escaped(why),
])

/** A tolerance as people write it: `5e-6`. */
function asText(largest: number): string {
  return largest > 0 && largest < 1 ? largest.toExponential() : String(largest)
}
