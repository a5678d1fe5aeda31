/** The members of an `AbortSignal` that PAMI uses. */
export interface Signal {
  readonly aborted: boolean
  readonly reason?: unknown
}
