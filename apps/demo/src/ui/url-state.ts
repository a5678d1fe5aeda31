import { batch, effect } from "@preact/signals"
import type { BackendName } from "../engine/contract.ts"
import { fromKindLink, kindEntries, toKindLink, type KindPlace } from "./kinds/logic/kind-link.ts"
import { entry, facts as kindFacts, options, ownInput, wanted as kindChoice } from "./kinds/state.ts"
import { awaitChoice } from "./linked-choice.ts"
import { fromLink, toLink, type Page, type Place } from "./logic/link.ts"
import { firstSampleOf, idOf } from "./logic/samples.ts"
import { modelSettings, unsaid, type PaneName } from "./logic/settings.ts"
import { isOwn, siteModel } from "./model.ts"
import {
  appearance,
  backend,
  facts,
  image,
  linked,
  mode,
  page,
  panes,
  settings,
  theme,
  wanted,
  type Theme,
} from "./state.ts"

/** Takes the page, the settings, the class and the view from the address. Returns what it says of model and image. */
export function restore(): Pick<Place, "sample" | "site" | "own"> {
  const place = fromLink(location.hash)
  // The settings of another kind of input are not those of images; both have a colour scale.
  const isOfKind = fromKindLink(location.hash) !== null
  take(isOfKind ? { ...fromLink(`#${place.page}`), appearance: place.appearance } : place)
  backend.value = place.backend
  panes.value = place.panes ?? usualPanes()
  return place
}

/** A phone has room for one pane at a time. */
function usualPanes(): readonly PaneName[] {
  return matchMedia("(max-width: 640px)").matches ? ["overlay"] : ["original", "overlay"]
}

function take(place: Place): void {
  batch(() => {
    page.value = place.page
    linked.value = modelSettings(place.settings)
    // Those of another model are not for the bundled one.
    const isForOther = place.own.includes("model") && !isOwn()
    settings.value = isForOther ? { ...place.settings, ...unsaid } : place.settings
    appearance.value = place.appearance
    if (place.panes !== null) panes.value = place.panes
    awaitChoice(place.choice, place.own)
  })
}

/** The requests of a changed address. */
export interface LinkChanges {
  /** Called with what a link asks for that is of another input than an image; `null` for a link back to images. */
  onKind(place: KindPlace | null): void
  /** Called with the backend of a link that changes what decides the map. */
  onSettings(backend: BackendName): void
  /** Called with the sample and the model of a link that shows others. */
  onSample(place: Pick<Place, "sample" | "site">): void
}

/** Keeps the page in step with the address, the address with the page, and the theme with its switch. */
export function followAddress({ onKind, onSettings, onSample }: LinkChanges): void {
  addEventListener("hashchange", () => {
    const place = fromLink(location.hash)
    const before = here()
    // A link to a page alone changes the page; one with settings brings them along.
    const kind = fromKindLink(location.hash)
    if (!location.hash.includes("?")) page.value = place.page
    else if (kind !== null) {
      page.value = place.page
      appearance.value = place.appearance
      backend.value = place.backend
      onKind(kind)
    } else {
      take(place)
      const isNamed = place.sample !== null || place.site !== null
      if (isNamed && (place.sample !== before.sample || place.site !== before.site)) onSample(place)
      else if (mode.value === "kinds") onKind(null)
      else if (asks(place) !== asks({ ...before, choice: place.choice && before.choice }))
        onSettings(place.backend)
    }
  })
  keepAddress()
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

/** Returns the place that the page shows. */
export function here(): Place {
  const usual = usualPanes()
  const sample = image.value?.sample ?? null
  const site = siteModel.value?.id ?? null
  return {
    page: page.value,
    settings: settings.value,
    appearance: appearance.value,
    backend: backend.value,
    sample: sample === idOf(firstSampleOf(site)) ? null : sample,
    site,
    // Read with the facts, which change with the model.
    own: [
      ...(facts.value !== null && isOwn() ? (["model"] as const) : []),
      ...(image.value !== null && sample === null ? (["image"] as const) : []),
    ],
    choice: wanted.value,
    panes: String(panes.value) === String(usual) ? null : panes.value,
  }
}

/** Returns the fields of a place that decide the map, as text. */
function asks({ settings, choice, backend }: Place): string {
  return JSON.stringify([settings, choice, backend])
}

// Browsers refuse an address that changes hundreds of times a minute, as it would while a slider moves, in ms.
const rest = 250

/** Writes the address anew when what it holds has changed, and rests. */
function keepAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    const link = linkHere()
    clearTimeout(timer)
    // Before there is an input the address is that of the visit.
    if (mode.value === "image" ? image.value === null : kindFacts.value === null) return
    timer = setTimeout(() => {
      if (location.hash !== link && page.value === fromLink(location.hash).page) replaceAddress(link)
    }, rest)
  })
}

/** Writes what the page shows into its address, at once. */
export function writeAddress(): void {
  replaceAddress(linkHere())
}

function linkHere(): string {
  if (mode.value === "image") return toLink(here())
  const place = {
    entry: kindEntries.find((id) => id === entry.value) ?? null,
    ownInput: ownInput.value,
    choice: kindChoice.value,
    options: options.value,
  }
  return toKindLink(page.value, place, { scale: appearance.value.scale, backend: backend.value })
}

function replaceAddress(link: string): void {
  history.replaceState(null, "", link)
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
