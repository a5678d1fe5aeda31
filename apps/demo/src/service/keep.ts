import { neededCache } from "./caches.ts"

/**
 * Keeps, for the next visit without a network, what this thread has fetched: on the first visit the service worker
 * comes too late to have seen it. The browser has it still, so that it is rarely fetched twice.
 */
export async function keepNeeded(): Promise<void> {
  if (!import.meta.env.PROD || !("caches" in globalThis)) return
  try {
    const cache = await caches.open(neededCache)
    for (const address of needed()) if ((await cache.match(address)) === undefined) await cache.add(address)
  } catch {
    // No room, or no storage in a private window: then it is fetched again.
  }
}

function needed(): string[] {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name)
  const assets = fetched.filter((name) => name.startsWith(location.origin) && name.includes("/assets/"))
  return [...new Set(assets)]
}
