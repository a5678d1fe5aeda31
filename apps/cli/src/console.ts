import type { TerminalColors } from "@pami/figure"

/** Where the program talks to: the process, or a test. */
export interface Console {
  /** Results. With `--json`, one document and nothing else. */
  stdout(text: string): void
  /** Progress, warnings, errors. */
  stderr(text: string): void
  /** Whether stderr is a terminal, on which a line may be drawn again. */
  readonly terminal: boolean
  /** The colours of stdout. Default: none. */
  readonly colors?: TerminalColors
  /** Draws the line of the terminal that says what is going on; without a text, takes it away. */
  drawLine?(text?: string): void
  /** Ends the work early; what was computed is written. */
  readonly signal: AbortSignal
  /** Says whether something was computed that is not written yet: an interruption then waits for it. */
  setUnsaved?(unsaved: boolean): void
  /** Whether the command that runs has a flag, so that messages name no other. Default: all flags. */
  hasFlag?(flag: string): boolean
}
