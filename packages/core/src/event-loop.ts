// The core compiles without the types of any platform.
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

// Several sweeps of a server take turns: each waits for the slices of the others, a request for one slice only.
const longestSlice = 10

let last: Promise<void> = Promise.resolve()

/**
 * Resolves in a later turn of the event loop, after timers, input and requests, for which a resolved promise would not
 * wait. Each turn resolves one of these promises, in the order of the calls.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise(soon))
  return last
}

function soon(wake: () => void): void {
  const { setImmediate, MessageChannel, setTimeout } = platform
  if (setImmediate !== undefined) setImmediate(wake)
  else if (MessageChannel === undefined) setTimeout(wake, 0)
  else {
    // Browsers delay nested timers by 4 ms; a message arrives at once.
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener("message", () => {
      port1.close()
      wake()
    })
    port1.start()
    port2.postMessage(null)
  }
}

/** Slices of long work, see {@link slices}. */
export interface Slices {
  /** Returns whether the work has blocked the event loop for 10 ms, and should await {@link Slices.next}. */
  due(): boolean
  /** Resolves when the work may continue. */
  next(): Promise<void>
}

/**
 * Returns a clock that cuts long work into slices of 10 ms, so that a server continues to answer. Check it in every
 * iteration of a loop; an iteration should take well under a millisecond.
 *
 * @example
 * const slice = slices()
 * let sum = 0
 * for (const value of original) {
 *   if (slice.due()) await slice.next()
 *   sum += value
 * }
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
