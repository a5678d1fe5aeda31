// By name only: the core builds without a platform's types.
const platform = globalThis as unknown as {
  setImmediate?(done: () => void): unknown
  MessageChannel?: new () => {
    port1: { onmessage: (() => void) | null; close(): void }
    port2: { postMessage(message: unknown): void }
  }
  setTimeout(done: () => void, milliseconds: number): unknown
}

/**
 * Lets everything else that waits for the thread have its turn: timers, input, a request. A promise that is resolved
 * already does not, and some runtimes compute without ever pausing.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (platform.setImmediate !== undefined) platform.setImmediate(resolve)
    else if (platform.MessageChannel === undefined) platform.setTimeout(resolve, 0)
    else {
      // Browsers make timers that set timers wait for 4 ms; a message comes at once.
      const { port1, port2 } = new platform.MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    }
  })
}
