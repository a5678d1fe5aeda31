// Shortest time between two snapshots, in ms.
const shortest = 100
// Share of the sweep's time that snapshots take at most.
const shareForShowing = 0.03
// Share of the time that drawing takes at most, since the page shares its cores with the runtime; and longest time between
// two snapshots, in ms.
const shareForDrawing = 0.1
const longest = 300

/** Returns the pace of snapshots: 3 to 10 a second, fewer if they are slow. */
export function createPace(now: () => number = () => performance.now()) {
  let next = 0
  return {
    due: () => now() >= next,
    /** Runs `work`. The slower it is, the later the next snapshot is due. */
    async show(work: () => unknown): Promise<void> {
      const began = now()
      const shown = work()
      next = Infinity
      const took = now() - began
      // The page has to draw one snapshot before the next is made.
      await shown
      const drawing = Math.min(longest, (now() - began) / shareForDrawing)
      next = began + Math.max(shortest, drawing, took / shareForShowing)
    },
  }
}
