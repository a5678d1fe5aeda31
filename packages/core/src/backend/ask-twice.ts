import { platform } from "../function-backend/platform.ts"

/**
 * Asks a platform for something, and where it has none, once more after 0.3 s: Chromium's process for graphics may be
 * replaced right after its start, and whoever asks for an adapter before that gets none.
 *
 * @returns `null` where there is none the second time either
 * @throws what `ask` throws
 */
export async function askTwice<Found>(ask: () => Promise<Found | null>): Promise<Found | null> {
  const found = await ask()
  if (found !== null) return found
  await new Promise<void>((resolve) => platform.setTimeout(resolve, 300))
  return ask()
}
