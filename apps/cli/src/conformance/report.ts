import type { Finding } from "@pami/core"
import type { CheckResult, Row } from "@pami/conformance"
import { factsOf } from "./facts.ts"
import type { Offer } from "../offers.ts"

/** All that `pami conformance` has to tell. */
export interface Report {
  readonly rows: readonly Row[]
  /** Results of the contract's checks, by the backend's name. */
  readonly checked: Readonly<Record<string, readonly CheckResult[]>>
  /** Also those that do not work here, and were not measured. */
  readonly offers: readonly Offer[]
  /** Not so after Ctrl-C. */
  readonly complete: boolean
  /** About the preprocessing of a model of the user's own. */
  readonly findings: readonly Finding[]
}

/** Whether nothing failed. */
export function passes({ rows, checked }: Report): boolean {
  return (
    !rows.some(failed) &&
    !Object.values(checked)
      .flat()
      .some(({ outcome }) => outcome === "failed")
  )
}

/** Whether a row should have passed and did not. */
export function failed({ passed, exemption, comparable }: Row): boolean {
  return !passed && exemption === null && comparable !== false
}

/** Whether the model of a row answers differently for the same input, which no backend is to blame for. */
export function isIncomparable({ comparable }: Row): boolean {
  return comparable === false
}

/** The report as one JSON document. */
export function recordOf(report: Report): unknown {
  const { rows, checked, offers, complete, findings } = report
  return {
    passed: passes(report),
    complete,
    facts: factsOf(),
    backends: offers.map(({ name, formats, version, reason }) => ({
      backend: name,
      formats,
      version,
      reason,
    })),
    rows,
    checks: Object.entries(checked).flatMap(([backend, results]) =>
      results.map(({ check: { name, promise }, outcome, message }) => ({
        backend,
        check: name,
        promise,
        outcome,
        message,
      })),
    ),
    findings,
  }
}
