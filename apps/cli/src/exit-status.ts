import { isPamiError } from "@pami/core"
import type { ErrorCode } from "@pami/core"
import { CommanderError } from "commander"
import { exitStatus } from "./statuses.ts"

export { exitStatus }

// What the runtime, the machine or the model's own numbers are to blame for; everything else is what was given.
const runtimeCodes: readonly ErrorCode[] = [
  "BACKEND_UNAVAILABLE",
  "FILE_UNWRITABLE",
  "MODEL_DISPOSED",
  "MODEL_FAILED",
  "OUTPUT_NOT_FINITE",
  "PARTITION_FAILED",
]

/** Thrown for a command line that asks for something impossible. */
export class UsageError extends Error {}

/** The exit status that an error stands for. */
export function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage
  if (isPamiError(error)) {
    if (error.code === "ABORTED") return exitStatus.interrupted
    return runtimeCodes.includes(error.code) ? exitStatus.runtime : exitStatus.input
  }
  // An option out of its range, found by the package that the option is for.
  if (error instanceof UsageError || error instanceof RangeError) return exitStatus.usage
  return exitStatus.runtime
}

/** What a person is told, and what a program reads in `--json`. */
export function describeError(error: unknown): { code: string; message: string } {
  if (isPamiError(error)) return { code: error.code, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  return { code: statusOf(error) === exitStatus.usage ? "USAGE" : "INTERNAL", message }
}
