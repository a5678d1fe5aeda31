import type { Explanation } from "./explanation.ts"

// Errors are recognised by this mark, not by `instanceof`, so that two copies of this package in one tree agree.
const mark = Symbol.for("pami.error")

/** What went wrong, as stable text: programs branch on it, messages are free to change. */
export type ErrorCode =
  | "ABORTED"
  | "ACTIVATION_UNSUITABLE"
  | "ARRAY_INVALID"
  | "BACKEND_UNAVAILABLE"
  | "FILE_NOT_FOUND"
  | "FILE_TOO_LARGE"
  | "FILE_UNREADABLE"
  | "FILE_UNWRITABLE"
  | "INPUT_NOT_CHOSEN"
  | "INPUT_NOT_FED"
  | "INPUT_NOT_FOUND"
  | "LABELS_INVALID"
  | "LABEL_NOT_FOUND"
  | "MANIFEST_INVALID"
  | "MANIFEST_UNTRUSTED"
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
  | "PICTURE_BROKEN"
  | "PICTURE_TOO_LARGE"
  | "PICTURE_TOO_SMALL"
  | "PICTURE_UNSUPPORTED"
  | "PRESET_INVALID"
  | "READ_OUT_UNSUITABLE"
  | "RECIPE_INVALID"
  | "SCORES_TOO_MANY"
  | "SHAPE_MISMATCH"
  | "TARGET_AMBIGUOUS"
  | "TARGET_OUT_OF_RANGE"
  | "WEIGHTS_OUTSIDE"

/**
 * Everything that can go wrong outside the program: files, models, runtimes, and what their outputs hold.
 * A programmer's mistake (an option out of its range) is a `TypeError` or `RangeError` instead.
 *
 * The message says what was expected, what came, and what to do.
 */
export class PamiError extends Error {
  /** Stable name of the fault. */
  readonly code: ErrorCode
  /** What had been computed when the fault came, when it came in mid-sweep: a valid, coarser explanation. */
  readonly partial: Explanation | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; partial?: Explanation } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "PamiError"
    this.code = code
    this.partial = options.partial
    Object.defineProperty(this, mark, { value: true })
  }
}

/** Whether `error` is a {@link PamiError}, also one made by another copy of this package. */
export function isPamiError(error: unknown): error is PamiError {
  return typeof error === "object" && error !== null && mark in error
}
