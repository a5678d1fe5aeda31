import { takeOver } from "./messages.ts"

/**
 * Offers the site's later version, now and whenever one has been downloaded. The page goes on with the version in use until
 * the visitor accepts.
 *
 * @param offer shows the offer; `load` loads the page again, with the later version
 * @param reload how the page is loaded again
 */
export function offerNewVersion(
  registration: ServiceWorkerRegistration,
  container: ServiceWorkerContainer,
  offer: (load: () => void) => void,
  reload: () => void = () => location.reload(),
): void {
  let used = container.controller
  let isAccepted = false
  const offerWaiting = () => {
    const { waiting } = registration
    // Without a worker in use this is the first visit.
    if (waiting === null || registration.active === null) return
    offer(() => {
      isAccepted = true
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin parameter
      waiting.postMessage(takeOver)
    })
  }
  registration.addEventListener("updatefound", () => {
    const { installing } = registration
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") offerWaiting()
    })
  })
  container.addEventListener("controllerchange", () => {
    const isLater = used !== null
    used = container.controller
    if (isAccepted) reload()
    // Accepted on another page: files that this one has not loaded yet may be gone.
    else if (isLater) offer(reload)
  })
  offerWaiting()
}
