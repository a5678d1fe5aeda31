import { cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching"
import { neededCache } from "./caches.ts"
import { headers as ours } from "./headers.ts"
import { takeOver } from "./new-version.ts"

// A worker that answers for the whole site: offline it serves what was kept, and it isolates the page from other
// origins, and its workers too, where the host sends no headers for it.
declare const self: ServiceWorkerScope

// The file's type is that of the page's window; this is what is used here of a service worker's.
interface ServiceWorkerScope {
  readonly __WB_MANIFEST: { readonly url: string; readonly revision: string | null }[]
  readonly location: Location
  readonly registration: ServiceWorkerRegistration
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: "install" | "activate", listen: (event: Lasting) => void): void
  addEventListener(type: "message", listen: (event: MessageEvent) => void): void
  addEventListener(type: "fetch", listen: (event: Fetch) => void): void
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}

interface Fetch {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

const documentation = new URL("docs/", self.location.href).pathname

precache(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// A later version waits until no page of the earlier one is open, whose files it would take away, or a visitor asks for it.
self.addEventListener("install", (event) => {
  if (self.registration.active === null) event.waitUntil(self.skipWaiting())
})

self.addEventListener("message", ({ data }) => {
  if (data === takeOver) void self.skipWaiting()
})

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  // The documentation in the folder `docs` is a site beside this one, and does as well without isolation.
  const isOurs = origin === self.location.origin && !pathname.startsWith(documentation)
  // Others are none of the page's, but of an extension of the browser, say.
  if (isOurs && request.method === "GET") event.respondWith(respond(request).then(isolated))
})

async function respond(request: Request): Promise<Response> {
  const kept = await matchPrecache(request.mode === "navigate" ? pageOf(request.url) : request.url)
  if (kept !== undefined) return kept
  const needed = await caches.open(neededCache)
  const before = await needed.match(request.url)
  if (before !== undefined) return before
  const response = await fetch(request)
  // Names of assets are made from their content: what was kept is never out of date.
  if (response.ok && response.status === 200 && request.url.includes("/assets/"))
    await needed.put(request.url, response.clone()).catch(() => undefined)
  return response
}

/** The page's file: every place of the site is one page, whatever follows `?` and `#`. */
function pageOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname.replace(/\/$/, "/index.html")
}

/** The response with the headers that isolate a page, and all that belongs to it, from other origins. */
function isolated(response: Response): Response {
  if (response.status === 0) return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(ours)) headers.set(name, value)
  headers.set("Cross-Origin-Resource-Policy", "same-origin")
  const { status, statusText } = response
  const body = [204, 205, 304].includes(status) ? null : response.body
  return new Response(body, { status, statusText, headers })
}
