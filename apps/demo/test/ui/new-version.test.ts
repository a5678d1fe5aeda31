import { describe, expect, test, vi } from "vitest"
import { takeOver } from "../../src/service/messages.ts"
import { offerNewVersion } from "../../src/service/new-version.ts"

/** The site's registration as a page sees it, with the workers that a test gives it. */
function fakeRegistration() {
  const registration = Object.assign(new EventTarget(), {
    installing: null as EventTarget | null,
    waiting: null as { postMessage: ReturnType<typeof vi.fn> } | null,
    active: null as object | null,
  })
  const container = Object.assign(new EventTarget(), { controller: null as object | null })
  const offer = vi.fn<(load: () => void) => void>()
  const reload = vi.fn<() => void>()
  return {
    registration,
    container,
    offer,
    reload,
    follow: () => offerNewVersion(registration as never, container as never, offer, reload),
    install() {
      const worker = Object.assign(new EventTarget(), { state: "installing", postMessage: vi.fn() })
      registration.installing = worker
      registration.dispatchEvent(new Event("updatefound"))
      Object.assign(registration, { installing: null, waiting: worker })
      worker.state = "installed"
      worker.dispatchEvent(new Event("statechange"))
      return worker
    },
    takeOver(worker: object) {
      Object.assign(registration, { waiting: null, active: worker })
      container.controller = worker
      container.dispatchEvent(new Event("controllerchange"))
    },
  }
}

describe("a new version of the site", () => {
  test("is offered when it has come, and loaded when the visitor accepts", () => {
    const site = fakeRegistration()
    site.registration.active = site.container.controller = {}
    site.follow()
    expect(site.offer).not.toHaveBeenCalled()
    const worker = site.install()
    expect(site.offer).toHaveBeenCalledOnce()
    expect(worker.postMessage).not.toHaveBeenCalled()
    const [load] = site.offer.mock.lastCall!
    load()
    expect(worker.postMessage).toHaveBeenCalledExactlyOnceWith(takeOver)
    expect(site.reload).not.toHaveBeenCalled()
    site.takeOver(worker)
    expect(site.reload).toHaveBeenCalledOnce()
  })

  test("is offered where it waits since an earlier visit", () => {
    const site = fakeRegistration()
    site.registration.active = site.container.controller = {}
    site.registration.waiting = { postMessage: vi.fn() }
    site.follow()
    expect(site.offer).toHaveBeenCalledOnce()
  })

  test("never loads a page that did not accept it", () => {
    const site = fakeRegistration()
    site.registration.active = site.container.controller = {}
    site.follow()
    const worker = site.install()
    site.offer.mockClear()
    // Accepted in another tab.
    site.takeOver(worker)
    expect(site.reload).not.toHaveBeenCalled()
    expect(site.offer).toHaveBeenCalledOnce()
    const [load] = site.offer.mock.lastCall!
    load()
    expect(site.reload).toHaveBeenCalledOnce()
  })

  test("is not what the first visit installs", () => {
    const site = fakeRegistration()
    site.follow()
    site.takeOver(site.install())
    expect(site.offer).not.toHaveBeenCalled()
    expect(site.reload).not.toHaveBeenCalled()
  })
})
