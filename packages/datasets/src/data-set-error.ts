import { isPamiError, PamiError } from "@pami/core"
import type { Failure } from "./data-set.ts"

/** Codes of the errors of this package, and of the reasons for which an item cannot be used. */
export type DataSetErrorCode =
  | "ANNOTATION_INVALID"
  | "CLASS_UNKNOWN"
  | "DATA_SET_INVALID"
  | "FILE_NOT_FOUND"
  | "FILE_TOO_LARGE"
  | "FILE_UNREADABLE"
  | "ID_REPEATED"
  | "IMAGE_NOT_GIVEN"
  | "ITEM_NOT_FOUND"
  | "PATH_OUTSIDE"

/** Returns an error of this package. `place`: file and line, or the number of the annotation. */
export function dataSetError(
  code: DataSetErrorCode,
  message: string,
  { place, cause }: { readonly place?: string; readonly cause?: unknown } = {},
): PamiError<DataSetErrorCode> {
  return new PamiError(code, place === undefined ? message : `${place}: ${message}`, {
    ...(cause === undefined ? {} : { cause }),
    data: place === undefined ? {} : { place },
  })
}

/** Returns the item that a coded error prevents. Throws any other error. */
export function failure(id: string, error: unknown): Failure {
  if (!isPamiError(error)) throw error
  const { code, message, data } = error
  const { place } = data
  return { id, error: { code, message, ...(typeof place === "string" ? { place } : {}) } }
}
