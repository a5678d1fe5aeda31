import { keepSite } from "./messages.ts"
import { isServed } from "./server.ts"

// How long the first visit waits for the service worker before it starts without threads, in ms.
const patience = 4000

const reloaded = "pami-loaded-again"

/**
 * Starts the service worker, where there is one for this page: the site works offline from then on. On `pami serve` it would answer
 * later for whatever else runs at that port of this machine.
 */
export async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (isServed()) return undefined
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (container === undefined || !import.meta.env.PROD) return undefined
  // A private window may refuse it: then there is none.
  return container.register(new URL("service-worker.js", document.baseURI)).catch(() => undefined)
}

/** Has the service worker, once it runs, keep the code of the whole site. */
export async function keepForLater(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin parameter
  active?.postMessage(keepSite)
}

/**
 * Where the host does not isolate the page from other origins, as threads need it, the service worker does, from the
 * next load on: so the page is loaded again, once.
 *
 * @returns when the page may start; never where it is about to be loaded again
 */
export async function isolate(): Promise<void> {
  if (crossOriginIsolated || wasReloaded()) return
  if (!(await controlled())) return
  // Where it does not help, as in a browser that has no isolation, it is not tried again.
  if (!noteReload()) return
  location.reload()
  await new Promise(() => undefined)
}

// Where storage is forbidden nothing would tell a second load from a first: the page starts as it is.
function wasReloaded(): boolean {
  try {
    return sessionStorage.getItem(reloaded) !== null
  } catch {
    return true
  }
}

/** Whether the note is kept. */
function noteReload(): boolean {
  try {
    sessionStorage.setItem(reloaded, "yes")
    return true
  } catch {
    return false
  }
}

async function controlled(): Promise<boolean> {
  const registered = register()
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if ((await registered) === undefined || container === undefined) return false
  if (container.controller !== null) return true
  return new Promise((resolve) => {
    container.addEventListener("controllerchange", () => resolve(true))
    setTimeout(() => resolve(false), patience)
  })
}
