/** Where the program talks to: the process, or a test. */
export interface Console {
  /** Results. With `--json`, one document and nothing else. */
  stdout(text: string): void
  /** Progress, warnings, errors. */
  stderr(text: string): void
  /** Whether stderr is a terminal, on which a line may be drawn again. */
  readonly terminal: boolean
  /** Ends a sweep early; what was computed is written. */
  readonly signal: AbortSignal
}
