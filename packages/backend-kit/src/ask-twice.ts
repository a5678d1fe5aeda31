/**
 * Calls `ask`, and once more after 0.3 s if the answer is `null`: Chromium may replace its GPU process right after
 * start, and requests for an adapter return `null` until it has done so.
 *
 * @returns `null` if the second answer is `null` too
 * @throws what `ask` throws
 */
export async function askTwice<Found>(ask: () => Promise<Found | null>): Promise<Found | null> {
  const found = await ask()
  if (found !== null) return found
  await new Promise<void>((resolve) => setTimeout(resolve, 300))
  return ask()
}
