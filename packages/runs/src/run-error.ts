import { isPamiError, PamiError } from "@pami/core"
import type { Settings } from "@pami/core"

/** Codes of the errors of this package. */
export type RunErrorCode =
  | "FILE_NOT_FOUND"
  | "FILE_UNREADABLE"
  | "FILE_UNWRITABLE"
  | "INPUTS_EMPTY"
  | "INPUT_NAMED_TWICE"
  | "INPUT_NOT_FOUND"
  | "RUN_CONFLICT"
  | "RUN_DIFFERS"
  | "RUN_INVALID"
  | "RUN_IN_USE"
  | "SHARD_INVALID"
  | "WORKER_ENDED"

/** Returns an error with a code of this package. */
export function runError(
  code: RunErrorCode,
  message: string,
  options: { readonly cause?: unknown; readonly data?: Settings } = {},
): PamiError<RunErrorCode> {
  return new PamiError(code, message, options)
}

/** Returns what was thrown for a file that cannot be read, as an error with a code. Errors with a code stay. */
export function unreadable(path: string, cause: unknown): PamiError {
  if (isPamiError(cause)) return cause
  if (isMissing(cause)) return runError("FILE_NOT_FOUND", `the file ${path} does not exist`, { cause })
  return runError("FILE_UNREADABLE", `${path} cannot be read: ${messageOf(cause)}`, { cause })
}

/** Returns what was thrown for a file that cannot be written, as an error with a code. Errors with a code stay. */
export function unwritable(path: string, cause: unknown): PamiError {
  if (isPamiError(cause)) return cause
  const fix = "Free some space, or choose another folder."
  return runError("FILE_UNWRITABLE", `${path} cannot be written: ${messageOf(cause)}. ${fix}`, { cause })
}

// Of the caller, the disk, the runtime or the server of the model, and of no input: the next start may have more luck.
const ending = new Set([
  "ABORTED",
  "API_RATE_LIMITED",
  "API_TIMED_OUT",
  "API_UNREACHABLE",
  "BACKEND_UNAVAILABLE",
  "FILE_UNWRITABLE",
  "HEALTH_CHECK_FAILED",
  "MODEL_CHANGED",
  "MODEL_DISPOSED",
])

/** Returns whether an error concerns the run as a whole, which ends without a line of it. */
export function endsRun(error: unknown): boolean {
  return isPamiError(error) && ending.has(error.code)
}

/** Returns an error as a line keeps it. Code `INTERNAL` for one without a code. */
export function outcomeOf(error: unknown): { readonly code: string; readonly message: string } {
  return isPamiError(error)
    ? { code: error.code, message: error.message }
    : { code: "INTERNAL", message: messageOf(error) }
}

/** Returns whether an error says that a file does not exist. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT"
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
