import type { Explanation } from "./contracts/explanation.ts"
import type { Settings } from "./contracts/settings.ts"

// Errors are recognised by this mark, not by `instanceof`, so that two copies of this package in one tree agree.
const mark = Symbol.for("pami.error")

/** Codes of the errors of this package and of backends. Other packages document their own. */
export type CoreErrorCode =
  | "ABORTED"
  | "ACTIVATION_UNSUITABLE"
  | "BACKEND_UNAVAILABLE"
  | "BATCH_TOO_LARGE"
  | "CONTRACT_MISMATCH"
  | "FILE_NOT_FOUND"
  | "FILE_TOO_LARGE"
  | "FILE_UNREADABLE"
  | "INPUT_NOT_FED"
  | "INPUT_NOT_FOUND"
  | "MANIFEST_INVALID"
  | "MODEL_DISPOSED"
  | "MODEL_FAILED"
  | "MODEL_INVALID"
  | "MODEL_TRUNCATED"
  | "MODEL_UNRECOGNIZED"
  | "MODEL_UNSUPPORTED"
  | "OUTPUT_NOT_CHOSEN"
  | "OUTPUT_NOT_FINITE"
  | "OUTPUT_NOT_FOUND"
  | "OUTPUT_UNSUITABLE"
  | "PARTITION_FAILED"
  | "READ_OUT_UNSUITABLE"
  | "SCORES_TOO_MANY"
  | "SHAPE_MISMATCH"
  | "TARGET_OUT_OF_RANGE"
  | "WEIGHTS_OUTSIDE"

/**
 * An error whose cause is outside the program: in a file, a model, a runtime, or their numbers. A programmer's mistake (an
 * option out of its range) is a `TypeError` or `RangeError` instead.
 *
 * The message says what was expected, what came, and what to do; `data` has the same for programs.
 */
export class PamiError<Code extends string = string> extends Error {
  /** Stable name: programs branch on it, while messages may change. */
  readonly code: Code
  /** The values in the message, by name: `{ expected: 2, actual: 1 }`. */
  readonly data: Settings
  /** The explanation so far, where the error ended a sweep: valid and coarser. */
  readonly partial: Explanation | undefined

  constructor(
    code: Code,
    message: string,
    options: { cause?: unknown; data?: Settings; partial?: Explanation | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "PamiError"
    this.code = code
    this.data = options.data ?? {}
    this.partial = options.partial
    Object.defineProperty(this, mark, { value: true })
  }
}

/** Returns whether the caller stopped the work. */
export function isAborted(error: unknown): boolean {
  return isPamiError(error) && error.code === "ABORTED"
}

/** Returns the text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Returns whether `error` is a {@link PamiError}, also one made by another copy of this package. */
export function isPamiError(error: unknown): error is PamiError {
  return typeof error === "object" && error !== null && mark in error
}
