import { neededCache } from "./caches.ts"

// All else is fetched, and kept, when it is first needed: runtimes, models, samples, and what draws a figure.
const neededByAll = /\/(?!runtime-|figure-)[^/]*\.(js|css)$/

/** Returns a file that was kept, by its address. */
export async function kept(address: string): Promise<Response | undefined> {
  return (await caches.open(neededCache)).match(address)
}

/** Keeps the answer to a request for a file. */
export async function keepAnswer(address: string, response: Response): Promise<void> {
  if (response.status !== 200) return
  // No room: then it is fetched again.
  await (await caches.open(neededCache)).put(address, response).catch(() => undefined)
}

/** Keeps the code of the whole site, for later visits without a network. */
export async function keepAll(assets: readonly string[]): Promise<void> {
  const cache = await caches.open(neededCache)
  // One at a time: what a page asks for meanwhile comes first.
  for (const address of assets)
    if (neededByAll.test(address) && (await cache.match(address)) === undefined) await cache.add(address)
}

/** Deletes what was kept of other versions. */
export async function forget(assets: readonly string[]): Promise<void> {
  const cache = await caches.open(neededCache)
  for (const request of await cache.keys()) if (!assets.includes(request.url)) await cache.delete(request)
}
