/** Codes of the errors of this package. */
export type OpenaiCode = "API_FAILED"
