import type { ResultLine, WantedInput } from "@pami/runs"
import type { RunRequest } from "./request.ts"

/** The first message of a worker process: what it explains, and how the run was decided. */
export interface WorkerStart {
  readonly request: RunRequest
  /** Of the plan of the run. */
  readonly decidedOn: string
  readonly keys: Readonly<Record<string, string>>
}

/** Messages to a worker process. */
export type ToWorker = { readonly start: WorkerStart } | { readonly wanted: readonly WantedInput[] }

/** Messages of a worker process. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "line"; readonly line: ResultLine }
  /** All lines were sent. */
  | { readonly kind: "end" }
  | { readonly kind: "failed"; readonly error: { readonly code: string; readonly message: string } }
