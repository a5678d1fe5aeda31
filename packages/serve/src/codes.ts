/** Codes of errors of the server itself. All others are those of the explainer and of its packages. */
export const serveCodes = [
  "BODY_TOO_LARGE",
  "FORMAT_UNAVAILABLE",
  "HOST_UNKNOWN",
  "INTERNAL",
  "MODEL_FILE_NOT_FOUND",
  "MODEL_NOT_FOUND",
  "OPTION_INVALID",
  "ORIGIN_UNKNOWN",
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
  MODEL_FILE_NOT_FOUND: 404,
  MODEL_NOT_FOUND: 404,
  ORIGIN_UNKNOWN: 403,
  ROUTE_NOT_FOUND: 404,
  SERVER_BUSY: 503,
  TIME_EXCEEDED: 503,
  TOKEN_INVALID: 401,
  REQUEST_INVALID: 400,
  // The machine failed, or the model, as in the codes below.
  BACKEND_UNAVAILABLE: 500,
  OUTPUT_NOT_FINITE: 500,
  PARTITION_FAILED: 500,
}

// Errors of the files of a model: another request would end the same.
const ofModels = /^(FILE|LABELS|MODEL|TOKENIZER|WEIGHTS)_/

/** Returns the HTTP status of a code: 422 for what the explainer refuses. */
export function statusOf(code: string): number {
  return statuses[code] ?? (ofModels.test(code) ? 500 : 422)
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

/** Returns the error for a route that the server does not have. */
export function unknownRoute({ method, url }: { readonly method: string; readonly url: string }): ServeError {
  return new ServeError("ROUTE_NOT_FOUND", `unknown route ${method} ${url.slice(0, 200)}: see /openapi.json`)
}
