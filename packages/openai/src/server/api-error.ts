import { PamiError } from "@pami/core"
import type { Settings } from "@pami/core"
import type { OpenaiErrorCode } from "../codes.ts"

/** Returns an error with a code of this package. */
export function apiError(
  code: OpenaiErrorCode,
  message: string,
  options: { readonly cause?: unknown; readonly data?: Settings } = {},
): PamiError<OpenaiErrorCode> {
  return new PamiError(code, message, options)
}
