import type { FixtureContext } from "./fixture-context.ts"

/** One promise of the contract, with the code that checks it. */
export interface Check {
  /** Stable name, used in `Backend.exemptions`. */
  readonly name: string
  /** The promise, in one sentence. */
  readonly promise: string
  /**
   * Runs the check. Rejects with an `Error` that tells the author of the backend what is wrong. Resolves to the reason
   * if the check cannot run here.
   */
  run(context: FixtureContext): Promise<string | void>
}
