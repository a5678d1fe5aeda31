// A picture that moves needs no more, in ms.
const shortest = 100
// Of the time, at the most, that goes into showing how far a sweep is.
const shareForShowing = 0.03

/** When a sweep may show how far it is: about 10 times a second, less often where showing takes long. */
export function createPace(now: () => number = () => performance.now()) {
  let next = 0
  return {
    due: () => now() >= next,
    /** Does what is shown, and waits the longer the longer it took. */
    async show(work: () => unknown): Promise<void> {
      const began = now()
      const shown = work()
      next = Infinity
      const took = now() - began
      // Whoever looks has to be done with one before the next is made.
      await shown
      next = Math.max(began + shortest, now() + took / shareForShowing)
    },
  }
}
