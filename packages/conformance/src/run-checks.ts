import type { Backend, Signal } from "@pami/core"
import { checks } from "./checks.ts"
import type { Check } from "./check.ts"
import { messageIn } from "./errors.ts"
import { hangIn } from "./patience.ts"
import { type ConformanceOptions, type FixtureContext, createContext } from "./fixture-context.ts"

/** The result of a check. */
export interface CheckResult {
  readonly check: Check
  /**
   * `exempt`: the backend declares that it cannot pass, with the reason; `unavailable`: the check cannot run here, for
   * the reason in `message`.
   */
  readonly outcome: "passed" | "failed" | "exempt" | "unavailable"
  /** The error, or why the check did not run; empty if it passed. */
  readonly message: string
}

/** Options of {@link runChecks}. */
export interface RunChecksOptions extends ConformanceOptions {
  /** The checks to run, in order. Default: {@link checks}. */
  readonly checks?: readonly Check[]
  /** Called with each result as soon as it is known. */
  readonly onResult?: (result: CheckResult) => void
  /** Stops the suite after the check in progress; the results before it and its own are returned. */
  readonly signal?: Signal
}

/**
 * Runs the suite without a test runner and returns the results. Rejects only if `create` does.
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
  const context = createContext(await create(), rest)
  const results: CheckResult[] = []
  for (const check of chosen) {
    if (signal?.aborted) break
    const result = await runCheck(check, context)
    results.push(result)
    onResult?.(result)
  }
  return results
}

/** Runs one check, unless the backend is exempt or hung in an earlier check. */
export async function runCheck(check: Check, context: FixtureContext): Promise<CheckResult> {
  const reason = context.backend.exemptions?.[check.name]
  if (reason !== undefined) return { check, outcome: "exempt", message: reason }
  const { hung } = context
  if (hung !== undefined) return { check, outcome: "unavailable", message: hung }
  try {
    const unavailable = await check.run(context)
    return unavailable === undefined
      ? { check, outcome: "passed", message: "" }
      : { check, outcome: "unavailable", message: unavailable }
  } catch (error) {
    const hang = hangIn(error)
    if (hang !== undefined) context.hung = `not run: in ${check.name} ${hang.message}`
    return { check, outcome: "failed", message: messageIn(error) }
  }
}
