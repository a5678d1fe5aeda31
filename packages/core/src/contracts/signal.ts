/** The members of the platform's `AbortSignal` in use. */
export interface Signal {
  readonly aborted: boolean
  readonly reason?: unknown
}
