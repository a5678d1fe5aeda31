/** A queue in a store that was checked. */
export interface OpenQueue {
  readonly name: string
  /** Address of the store, without the password. */
  readonly store: string
  /** Remarks about a store that may lose some of its content. */
  readonly findings: readonly StoreFinding[]
  /** Releases the connections. */
  close(): Promise<void>
}

/** A remark about a store. */
export interface StoreFinding {
  readonly code: "QUEUE_NOT_DURABLE"
  readonly message: string
}
