// An image that moves needs no more, in ms.
const shortest = 100
// Of the sweep's time, at the most, that goes into showing how far it is.
const shareForShowing = 0.03
// The page draws it with a core that the runtime uses: of all time this much, but it is seen to move, in ms.
const shareForDrawing = 0.1
const longest = 300

/** When a sweep may show how far it is: 3 to 10 times a second, less often where showing takes long. */
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
      const drawing = Math.min(longest, (now() - began) / shareForDrawing)
      next = began + Math.max(shortest, drawing, took / shareForShowing)
    },
  }
}
