/** Codes of errors of the server itself. All others are those of the explainer and of its packages. */
export const serveCodes = [
  "BODY_TOO_LARGE",
  "FORMAT_UNAVAILABLE",
  "HOST_UNKNOWN",
  "INTERNAL",
  "MODEL_NOT_FOUND",
  "OPTION_INVALID",
  "PASSES_EXCEEDED",
  "REQUEST_INVALID",
  "ROUTE_NOT_FOUND",
  "SERVER_BUSY",
  "TIME_EXCEEDED",
  "TOKEN_INVALID",
] as const

/** One of the server's codes. */
export type ServeCode = (typeof serveCodes)[number]

const statuses: Readonly<Record<string, number>> = {
  BODY_TOO_LARGE: 413,
  HOST_UNKNOWN: 421,
  INTERNAL: 500,
  MODEL_NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  SERVER_BUSY: 503,
  TIME_EXCEEDED: 503,
  TOKEN_INVALID: 401,
  REQUEST_INVALID: 400,
  // The model or the machine failed, not the request.
  BACKEND_UNAVAILABLE: 500,
  MODEL_DISPOSED: 500,
  MODEL_FAILED: 500,
  OUTPUT_NOT_FINITE: 500,
  PARTITION_FAILED: 500,
}

/** Returns the HTTP status of a code: 422 for what the explainer refuses. */
export function statusOf(code: string): number {
  return statuses[code] ?? 422
}

/** An error with a code, as the server answers it. */
export interface CodedError {
  readonly code: string
  readonly message: string
}

/** An error of the server with its code. */
export class ServeError extends Error implements CodedError {
  readonly code: ServeCode

  constructor(code: ServeCode, message: string) {
    super(message)
    this.code = code
  }
}
