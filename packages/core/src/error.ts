import type { Explanation } from "./contracts/explanation.ts"
import type { Settings } from "./contracts/settings.ts"

// `instanceof` would fail for errors of a second copy of this package in the same program.
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
  | "PARTITION_UNSUITABLE"
  | "READ_OUT_UNSUITABLE"
  | "SCORES_TOO_MANY"
  | "SHAPE_MISMATCH"
  | "TARGET_OUT_OF_RANGE"
  | "WEIGHTS_OUTSIDE"

/**
 * An error with a cause outside the program: a file, a model, a runtime, or their numbers. Mistakes in a program, such as
 * an option out of range, throw a `TypeError` or `RangeError` instead.
 *
 * The message says what was expected, what was found, and what to do; `data` has the values.
 *
 * @example
 * try {
 *   await explain({ model, input, signal: AbortSignal.abort() })
 * } catch (error) {
 *   if (!isPamiError(error) || error.code !== "ABORTED") throw error
 *   console.log(error.message) // stopped after 0 forward passes
 * }
 */
export class PamiError<Code extends string = string> extends Error {
  /** Stable name. Programs branch on it, since messages may change. */
  readonly code: Code
  /** The values in the message, by name: `{ expected: 2, actual: 1 }`. */
  readonly data: Settings
  /** The explanation so far, if the error ended a sweep: valid, but coarser. */
  readonly partial: Explanation | undefined

  constructor(
    code: Code,
    message: string,
    options: { cause?: unknown; data?: Settings; partial?: Explanation | undefined } = {},
  ) {
    super(message, options)
    this.name = "PamiError"
    this.code = code
    this.data = options.data ?? {}
    this.partial = options.partial
  }

  get [mark](): true {
    return true
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

/** Returns whether `error` is a {@link PamiError}, of this or another copy of this package. */
export function isPamiError(error: unknown): error is PamiError {
  return typeof error === "object" && error !== null && mark in error
}
