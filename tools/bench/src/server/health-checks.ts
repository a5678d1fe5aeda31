// Milliseconds from one check to the next.
const pause = 20

/** Asks a server how it is, 50 times a second until `end` settles. Returns how long each answer took, in ms, sorted. */
export async function healthChecks(origin: string, end: Promise<unknown>): Promise<number[]> {
  const state = { over: false }
  const stop = () => void (state.over = true)
  end.then(stop, stop)
  const times: number[] = []
  while (!state.over) {
    const start = performance.now()
    const response = await fetch(`${origin}/health`)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`GET /health: status ${response.status}`)
    const took = performance.now() - start
    times.push(took)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause - took)))
  }
  return times.toSorted((a, b) => a - b)
}

/** Returns the value below which a share of sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return Number(value.toFixed(1))
}
