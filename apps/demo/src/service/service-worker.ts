import { cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching"
import { headers as ours } from "./headers.ts"
import { forget, keepAll, keepAnswer, kept } from "./kept-files.ts"
import { keepSite, takeOver } from "./messages.ts"

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
  addEventListener(type: "message", listen: (event: MessageEvent & Lasting) => void): void
  addEventListener(type: "fetch", listen: (event: Fetch) => void): void
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}

interface Fetch extends Lasting {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

const documentation = new URL("docs/", self.location.href).pathname

const files = self.__WB_MANIFEST
// Names of assets are made from their content: what was kept is never out of date.
const isAsset = ({ revision }: (typeof files)[number]) => revision === null
const assets = files.filter(isAsset).map(({ url }) => new URL(url, self.location.href).href)

precache(files.filter((file) => !isAsset(file)))
cleanupOutdatedCaches()

self.addEventListener("install", (event) => {
  // The first visit may wait for this worker, which is all that isolates it: the rest is kept after its first map.
  if (self.registration.active === null) event.waitUntil(self.skipWaiting())
  // A later version waits until no page of the earlier one is open, whose files it would take away, or a visitor asks for it.
  else event.waitUntil(keepAll(assets))
})

self.addEventListener("message", (event) => {
  if (event.data === takeOver) void self.skipWaiting()
  if (event.data === keepSite) event.waitUntil(keepAll(assets))
})

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim())
  event.waitUntil(forget(assets))
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  // The documentation in the folder `docs` is a site beside this one, and does as well without isolation.
  const isOurs = origin === self.location.origin && !pathname.startsWith(documentation)
  // Others are none of the page's, but of an extension of the browser, say.
  if (isOurs && request.method === "GET") event.respondWith(respond(event).then(isolated))
})

async function respond(event: Fetch): Promise<Response> {
  const { request } = event
  const page = await matchPrecache(request.mode === "navigate" ? pageOf(request.url) : request.url)
  const before = page ?? (await kept(request.url))
  if (before !== undefined) return before
  const response = await fetch(request)
  if (request.url.includes("/assets/")) event.waitUntil(keepAnswer(request.url, response.clone()))
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
