import { batch, effect } from "@preact/signals"
import type { BackendName } from "../engine/contract.ts"
import { fromLink, type Page, type Place } from "./logic/link.ts"
import { appearance, backend, linked, page, panes, settings, theme, type Theme } from "./state.ts"

/** Takes the page and the settings from the address. */
export function restore(): void {
  const place = fromLink(location.hash)
  take(place)
  backend.value = place.backend
  // A phone has room for one pane at a time.
  if (matchMedia("(max-width: 640px)").matches) panes.value = ["overlay"]
}

function take(place: Place): void {
  batch(() => {
    page.value = place.page
    const { activation, preset, layout, output } = (settings.value = place.settings)
    linked.value = { activation, preset, layout, output }
    appearance.value = place.appearance
  })
}

/**
 * Keeps page and theme in step with the address and the switch.
 *
 * @param onSettings called with the backend of a link that changes settings
 */
export function followAddress(onSettings: (backend: BackendName) => void): void {
  addEventListener("hashchange", () => {
    const place = fromLink(location.hash)
    // A link to a page alone changes the page; one with settings brings them along.
    if (location.hash.includes("?")) {
      take(place)
      onSettings(place.backend)
    } else page.value = place.page
  })
  theme.value = (stored() ?? "system") as Theme
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset["theme"]
    else document.documentElement.dataset["theme"] = theme.value
    store(theme.value)
  })
  effect(() => {
    document.title = `${titles[page.value]} · PAMI`
  })
}

const titles: Record<Page, string> = {
  explain: "Why this prediction?",
  compare: "Compare",
  learn: "How it works",
}

// Where storage is forbidden the theme lasts as long as the page.
function stored(): string | null {
  try {
    return localStorage.getItem("theme")
  } catch {
    return null
  }
}

function store(name: Theme): void {
  try {
    localStorage.setItem("theme", name)
  } catch {
    return
  }
}

/** The address of a page, with nothing else in it. */
export function linkTo(name: Page): string {
  return `#${name}`
}
