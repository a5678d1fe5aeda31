// Control messages wait at most this long, plus the run in progress, in ms.
const longestHold = 40

/** A sweep passes the gate before every run: it yields to the event loop there, and waits while the gate is closed. */
export interface Gate {
  pass(): Promise<void>
  hold(): void
  release(): void
  /** Returns how long sweeps have waited here so far, in ms. */
  waited(): number
}

/** Returns an open gate. */
export function createGate(now: () => number = () => performance.now()): Gate {
  let open: Promise<void> | undefined
  let release = () => {}
  let since = now()
  let waited = 0
  return {
    async pass() {
      if (now() - since > longestHold) {
        await nextTask()
        since = now()
      }
      if (open === undefined) return
      const began = now()
      // oxlint-disable-next-line no-unmodified-loop-condition -- `release` changes it meanwhile
      while (open !== undefined) await open
      since = now()
      waited += since - began
    },
    hold() {
      open ??= new Promise((resolve) => (release = resolve))
    },
    release() {
      open = undefined
      release()
    },
    waited: () => waited,
  }
}

/** Ends the task, so that messages are handled: a timer would be 4 ms late. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.addEventListener("message", () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
