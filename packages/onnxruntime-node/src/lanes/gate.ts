/** What a lane starts with. */
export interface LaneData {
  /** Shared by both sides: see {@link Gate}. */
  readonly gate: Int32Array<SharedArrayBuffer>
}

/**
 * Where in the gate is what: how many requests are being worked at, and whether the process is ending. A thread that is
 * ended inside the runtime takes the process down with it, so that no more is begun and what was begun is waited for.
 */
export const Gate = { atWork: 0, closed: 1 } as const
