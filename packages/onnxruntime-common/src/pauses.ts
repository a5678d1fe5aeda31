/** Lets others have the thread, where it has been kept for long. */
export type Pause = () => Promise<void> | undefined

// Of computing in one piece, in ms: servers answer others meanwhile.
const longestPiece = 20

/** A {@link Pause} for work that begins now. */
export function pauses(): Pause {
  let since = performance.now()
  let calls = 0
  return () => {
    // The clock is slower than what is done between two looks at it.
    if (++calls % 64 !== 0 || performance.now() - since < longestPiece) return undefined
    return new Promise((done) => setTimeout(done)).then(() => {
      since = performance.now()
    })
  }
}
