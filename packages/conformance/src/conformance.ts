import type { Backend } from "@pami/core"
import { checks } from "./checks.ts"
import { runCheck } from "./run-checks.ts"
import { type ConformanceOptions, createContext } from "./fixture-context.ts"

/**
 * Registers every check with the `test(name, fn)` of a test runner, such as vitest or `node:test`.
 *
 * Calls `create` once, immediately; all checks share that backend. A check from which the backend is exempt passes. The
 * name of that test contains the reason if `create` returns a backend; if it returns a promise, the reason is printed.
 *
 * @example
 * conformance(test, () => myBackend()) // in a test file, with the runner's `test`
 */
export function conformance(
  test: (name: string, run: () => Promise<void>) => unknown,
  create: () => Backend | Promise<Backend>,
  options: ConformanceOptions = {},
): void {
  const created = create()
  const exemptions = "then" in created ? undefined : created.exemptions
  const context = Promise.resolve(created).then((backend) => createContext(backend, options))
  // Every check reports a failed `create`. Until the first check runs, the rejection has no handler.
  context.catch(() => {})
  for (const check of checks) {
    const reason = exemptions?.[check.name]
    const title = reason === undefined ? check.promise : `exempt: ${reason}`
    test(`${check.name}: ${title}`, async () => {
      const { outcome, message } = await runCheck(check, await context)
      if (outcome === "failed") throw new Error(message)
      if (outcome !== "passed" && reason === undefined) console.info(`${check.name}: ${outcome}: ${message}`)
    })
  }
}
