/** The message of a worker that holds the lock of its name. It keeps the lock as long as it lives. */
export const holdsLock = "pami-holds-lock"

/** Holds the lock of this worker's name, so that the page notices its end, whatever ended it. */
export function holdLock(): void {
  // Without a secure origin a browser has no locks: then an end is noticed by its silence.
  const locks = navigator.locks as LockManager | undefined
  void locks?.request(self.name, () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker posts to its page alone
    self.postMessage(holdsLock)
    return new Promise(() => undefined)
  })
}
