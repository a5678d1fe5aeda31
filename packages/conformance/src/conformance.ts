import type { Backend } from "@pami/core"
import { checks } from "./checks.ts"
import { runCheck } from "./run-checks.ts"
import { type ConformanceOptions, workbenchOf } from "./workbench.ts"

/**
 * Registers every check with a runner's `(name, fn)`: vitest's `test`, that of `node:test`, any.
 *
 * `create` is called once, at once; all checks share its backend. A check that the backend is exempt from passes; the
 * reason stands in its name where `create` gives the backend itself, and is printed where it gives a promise.
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
  const workbench = Promise.resolve(created).then((backend) => workbenchOf(backend, options))
  // Each check tells that there is no backend; until the first of them runs, nobody listens.
  workbench.catch(() => {})
  for (const check of checks) {
    const reason = exemptions?.[check.name]
    const title = reason === undefined ? check.promise : `exempt: ${reason}`
    test(`${check.name}: ${title}`, async () => {
      const { outcome, message } = await runCheck(check, await workbench)
      if (outcome === "failed") throw new Error(message)
      if (outcome !== "passed" && reason === undefined) console.info(`${check.name}: ${outcome}: ${message}`)
    })
  }
}
