import { PamiError } from "@pami/core"
import type { Settings } from "@pami/core"
import type { TextErrorCode } from "../codes.ts"

/** Returns the error for a tokenizer file that cannot be read. */
export function invalid(message: string, data: Settings = {}, cause?: unknown): PamiError<TextErrorCode> {
  return new PamiError("TOKENIZER_INVALID", message, { data, cause })
}

/** Returns the error for a tokenizer file that needs more than this version has. */
export function unsupported(message: string, data: Settings = {}, cause?: unknown): PamiError<TextErrorCode> {
  return new PamiError("TOKENIZER_UNSUPPORTED", message, { data, cause })
}
