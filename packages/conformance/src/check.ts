import type { Workbench } from "./workbench.ts"

/** One promise of the contract, and how it is tried. */
export interface Check {
  /** Stable: what `Backend.exemptions` names. */
  readonly name: string
  /** What a backend that passes keeps, in one sentence. */
  readonly promise: string
  /**
   * Tries it. Rejects with an `Error` that tells the backend's author what is wrong; resolves to a reason, in words,
   * where it cannot be tried here.
   */
  run(workbench: Workbench): Promise<string | void>
}
