import type { CheckResult } from "../run-checks.ts"
import { escaped, table, unbroken, verdict } from "./markup.ts"

/** Returns a table with a row for each promise of the contract and a column for each backend. */
export function checksTable(checked: Readonly<Record<string, readonly CheckResult[]>>): string {
  const promises = new Map(
    Object.values(checked)
      .flat()
      .map(({ check: { name, promise } }) => [name, promise]),
  )
  const cells = [...promises].map(([called, promise]) => [
    unbroken(called),
    escaped(promise),
    ...Object.values(checked).map((results) => {
      const result = results.find(({ check }) => check.name === called)
      return result === undefined ? "–" : verdict(result.outcome, result.message ? [result.message] : [])
    }),
  ])
  const backends = Object.keys(checked).map(unbroken)
  return table("Promises of the contract", ["check", "promise", ...backends], cells)
}
