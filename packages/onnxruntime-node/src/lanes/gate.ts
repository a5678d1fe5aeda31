/** Data that a lane's thread starts with. */
export interface LaneData {
  /** Memory shared with the main thread: see {@link Gate}. */
  readonly gate: Int32Array<SharedArrayBuffer>
}

/**
 * Positions in the gate: the number of requests in progress, and whether the process ends. A thread that is terminated
 * inside the runtime crashes the process; so its end waits for requests in progress, and starts no other.
 */
export const Gate = { atWork: 0, closed: 1 } as const
