// By name only: the core builds without a platform's types.
const platform = globalThis as unknown as {
  readonly performance: { now(): number }
  readonly setImmediate?: (done: () => void) => unknown
  readonly MessageChannel?: new () => {
    readonly port1: {
      addEventListener(type: "message", listener: () => void): void
      start(): void
      close(): void
    }
    readonly port2: { postMessage(message: null): void }
  }
  readonly setTimeout: (done: () => void, milliseconds: number) => unknown
}

// Several sweeps of one server take turns: each waits for the others' slices, and requests for one slice only.
const longestSlice = 10

const waiting: (() => void)[] = []

/**
 * Ends in a later turn of the event loop, once timers, input and requests have had theirs: a promise that is resolved
 * already does not wait for them. Of those that wait here, one goes on in each turn, first come, first served.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) soon(wakeOne)
  })
}

function wakeOne(): void {
  waiting.shift()?.()
  if (waiting.length > 0) soon(wakeOne)
}

function soon(wake: () => void): void {
  if (platform.setImmediate !== undefined) {
    platform.setImmediate(wake)
    return
  }
  if (platform.MessageChannel === undefined) {
    platform.setTimeout(wake, 0)
    return
  }
  // Browsers make timers that set timers wait for 4 ms; a message comes at once.
  const { port1, port2 } = new platform.MessageChannel()
  port1.addEventListener("message", () => {
    port1.close()
    wake()
  })
  port1.start()
  port2.postMessage(null)
}

/** Work that lets others run in between, see {@link slices}. */
export interface Slices {
  /** Whether the work has held the event loop for long enough: it then awaits {@link Slices.next}. */
  due(): boolean
  /** Ends when the work may go on. */
  next(): Promise<void>
}

/**
 * Cuts long work into slices of some milliseconds, so that a server goes on answering. Asked in every round of a loop
 * that takes well under a millisecond:
 *
 * ```ts
 * const slice = slices()
 * for (const row of rows) {
 *   if (slice.due()) await slice.next()
 *   compute(row)
 * }
 * ```
 */
export function slices(): Slices {
  let end = platform.performance.now() + longestSlice
  return {
    due: () => platform.performance.now() >= end,
    async next() {
      await nextTurn()
      end = platform.performance.now() + longestSlice
    },
  }
}
