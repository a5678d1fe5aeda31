import { PamiError, type Settings } from "@pami/core"
import type { SeriesErrorCode } from "../error-code.ts"

/** Returns an error about a file that cannot be read. */
export function problem(
  code: SeriesErrorCode,
  name: string,
  message: string,
  data: Settings = {},
): PamiError<SeriesErrorCode> {
  return new PamiError(code, `${name} cannot be read: ${message}`, { data: { file: name, ...data } })
}
