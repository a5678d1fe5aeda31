import type { Backend, Signal } from "@pami/core"
import { checks } from "./checks.ts"
import type { Check } from "./check.ts"
import { messageIn } from "./errors.ts"
import { hangIn } from "./patience.ts"
import { type ConformanceOptions, type Workbench, workbenchOf } from "./workbench.ts"

/** What came of a check. */
export interface CheckResult {
  readonly check: Check
  /**
   * `exempt`: the backend declares that it cannot keep this, and why; `unavailable`: it could not be tried here, as its
   * message says.
   */
  readonly outcome: "passed" | "failed" | "exempt" | "unavailable"
  /** What is wrong, or why it was not tried; empty where it passed. */
  readonly message: string
}

/** Options of {@link runChecks}. */
export interface RunChecksOptions extends ConformanceOptions {
  /** Which checks are run, in order. Default: all of {@link checks}. */
  readonly checks?: readonly Check[]
  /** Told of each result as it comes. */
  readonly onResult?: (result: CheckResult) => void
  /** Ends the suite after the check in progress; the results until then are returned. */
  readonly signal?: Signal
}

/**
 * Runs the suite without a test runner. Rejects only where `create` does.
 *
 * @example
 * const chosen = checks.filter(({ name }) => name === "dispose-twice" || name === "model-truncated")
 * const results = await runChecks(() => myBackend(), { checks: chosen })
 * console.log(results.map(({ outcome }) => outcome).join(" and ")) // passed and passed
 */
export async function runChecks(
  create: () => Backend | Promise<Backend>,
  options: RunChecksOptions = {},
): Promise<CheckResult[]> {
  const { checks: chosen = checks, onResult, signal, ...rest } = options
  const workbench = workbenchOf(await create(), rest)
  const results: CheckResult[] = []
  for (const check of chosen) {
    if (signal?.aborted) break
    const result = await runCheck(check, workbench)
    results.push(result)
    onResult?.(result)
  }
  return results
}

/** Runs one check, unless the backend is exempt from it, or hung in an earlier one. */
export async function runCheck(check: Check, workbench: Workbench): Promise<CheckResult> {
  const reason = workbench.backend.exemptions?.[check.name]
  if (reason !== undefined) return { check, outcome: "exempt", message: reason }
  const { hung } = workbench
  if (hung !== undefined) return { check, outcome: "unavailable", message: hung }
  try {
    const untried = await check.run(workbench)
    return untried === undefined
      ? { check, outcome: "passed", message: "" }
      : { check, outcome: "unavailable", message: untried }
  } catch (error) {
    const hang = hangIn(error)
    if (hang !== undefined) workbench.hung = `not tried: in ${check.name} ${hang.message}`
    return { check, outcome: "failed", message: messageIn(error) }
  }
}
