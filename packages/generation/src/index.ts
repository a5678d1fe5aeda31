/** Codes of the errors of this package. */
export type GenerationCode = "ANSWER_EMPTY"
