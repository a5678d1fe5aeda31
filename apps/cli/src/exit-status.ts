import { isPamiError } from "@pami/core"
import { CommanderError } from "commander"
import { inClassFlags, inFlags, withHint } from "./hints.ts"
import { exitStatus } from "./statuses.ts"

export { exitStatus }

// Errors of the runtime, the machine or the model's numbers; all others are errors of the input.
const runtimeCodes: readonly string[] = [
  "API_ANSWER_INVALID",
  "API_ANSWER_TOO_LARGE",
  "API_FAILED",
  "API_RATE_LIMITED",
  "API_TIMED_OUT",
  "API_UNREACHABLE",
  "BACKEND_UNAVAILABLE",
  "FILE_UNWRITABLE",
  "HEALTH_CHECK_FAILED",
  "HUB_ANSWER_INVALID",
  "HUB_CACHE_UNWRITABLE",
  "HUB_FILE_DAMAGED",
  "HUB_UNREACHABLE",
  "INTERNAL",
  "MODEL_CHANGED",
  "MODEL_DISPOSED",
  "MODEL_FAILED",
  "OUTPUT_NOT_FINITE",
  "PARTITION_FAILED",
  "QUEUE_ANSWER_INVALID",
  "QUEUE_DENIED",
  "QUEUE_FAILED",
  "QUEUE_IN_USE",
  "QUEUE_UNAVAILABLE",
  "QUEUE_UNREACHABLE",
  "QUEUE_UNSUITABLE",
  "WORKER_ENDED",
  "WORKER_FAILED",
]

/** Thrown for a command line that asks for something impossible. */
export class UsageError extends Error {}

/** The exit status that an error stands for. */
export function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage
  if (isPamiError(error)) {
    return error.code === "ABORTED" ? exitStatus.interrupted : statusOfCode(error.code)
  }
  return error instanceof UsageError || isOptionError(error) ? exitStatus.usage : exitStatus.runtime
}

/** The exit status that the code of an error in a line of results stands for. */
export function statusOfCode(code: string): number {
  return runtimeCodes.includes(code) ? exitStatus.runtime : exitStatus.input
}

/** Whether an error is about an option out of its range, found by the package that the option is for. */
export function isOptionError(error: unknown): error is RangeError {
  // Those of the engine, as for a stack that overflows, are about no option.
  const ofEngine = /^(Invalid (array|typed|string|DataView)|Array buffer|Maximum call|Offset is|WebAssembly)/
  return error instanceof RangeError && !("code" in error) && !ofEngine.test(error.message)
}

/**
 * Returns the code and the message of an error, for people and for `--json`.
 *
 * @param has whether the command has a flag that could be hinted at; default: every flag
 */
export function describeError(
  error: unknown,
  has?: (flag: string) => boolean,
): { code: string; message: string } {
  if (isPamiError(error)) {
    const { code } = error
    return { code, message: withHint(code, inClassFlags(code, error.message), has) }
  }
  const message = error instanceof Error ? error.message : String(error)
  return statusOf(error) === exitStatus.usage
    ? { code: "USAGE", message: inFlags(message) }
    : { code: "INTERNAL", message }
}
