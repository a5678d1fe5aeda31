import { checksTable } from "./html/checks.ts"
import { escaped, table } from "./html/markup.ts"
import { details, matrix } from "./html/rows.ts"
import { style } from "./html/style.ts"
import type { Row } from "./maps/measure-backends.ts"
import type { CheckResult } from "./run-checks.ts"
import { tolerances } from "./tolerances.ts"

/**
 * Returns an HTML page with the matrix, the checks, the tolerances and their reasons, and facts about the environment.
 * The page has no script, loads nothing, and follows the reader's light or dark mode.
 *
 * @param facts about the environment, by name: `{ Node: "24.21.0", processor: "..." }`
 * @param checked results of the checks of the contract, by name of the backend
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
<title>PAMI: maps of several backends</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Do all backends compute the same maps?</h1>
<p>${summary(rows, checked)}</p>
${matrix(rows)}
${details(rows)}
${checksTable(checked)}
${table("Tolerances", ["quantity", "tolerance", "reason"], toleranceCells)}
${table(
  "Environment",
  ["fact", "value"],
  Object.entries(facts).map(([name, value]) => [escaped(name), escaped(value)]),
)}
</main>
</body>
</html>
`
}

/** Returns one sentence each about the comparisons and the checks that passed. */
function summary(rows: readonly Row[], checked: Readonly<Record<string, readonly CheckResult[]>>): string {
  const comparisons = `${rows.filter((row) => row.passed).length} of ${rows.length} comparisons passed.`
  const completed = Object.values(checked)
    .flat()
    .filter(({ outcome }) => outcome === "passed" || outcome === "failed")
  if (completed.length === 0) return comparisons
  const passed = completed.filter(({ outcome }) => outcome === "passed").length
  return `${comparisons} ${passed} of ${completed.length} checks of the contract passed.`
}

const toleranceCells = Object.values(tolerances).map(({ what, largest, why }) => [
  escaped(what),
  asText(largest),
  escaped(why),
])

/** Returns a tolerance as text: `5e-6`. */
function asText(largest: number): string {
  return largest > 0 && largest < 1 ? largest.toExponential() : String(largest)
}
