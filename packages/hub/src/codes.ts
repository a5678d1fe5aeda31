import { PamiError } from "@pami/core"

/** Codes of the errors of this package. */
export type HubErrorCode =
  | "HUB_ACCESS_DENIED"
  | "HUB_ANSWER_INVALID"
  | "HUB_CACHE_UNWRITABLE"
  | "HUB_FILE_DAMAGED"
  | "HUB_FILE_TOO_LARGE"
  | "HUB_MODEL_NOT_FOUND"
  | "HUB_NAME_INVALID"
  | "HUB_NOT_CACHED"
  | "HUB_NOT_FOUND"
  | "HUB_UNREACHABLE"

/** Returns an error of this package. */
export function hubError(
  code: HubErrorCode,
  message: string,
  options: ConstructorParameters<typeof PamiError>[2] = {},
): PamiError<HubErrorCode> {
  return new PamiError(code, message, options)
}
