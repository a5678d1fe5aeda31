import { effect, type ReadonlySignal } from "@preact/signals"
import { options, render } from "preact"
import { offerNewVersion } from "./service/new-version.ts"
import { isolate, keepForLater, register } from "./service/register.ts"
import { App } from "./ui/App.tsx"
import { fromKindLink } from "./ui/kinds/logic/kind-link.ts"
import { startKinds } from "./ui/kinds/start.ts"
import { followOwnFiles, readKept } from "./ui/kept/kept.ts"
import { firstSampleOf, sampleOf } from "./ui/logic/samples.ts"
import { engine } from "./ui/engine.ts"
import { show, showError } from "./ui/messages.ts"
import { changeBackend, openImages, openLinked, start, startKept, unknownSample } from "./ui/open.ts"
import { followAddress, restore } from "./ui/url-state.ts"
import { followRows } from "./ui/side-by-side.ts"
import { followLayers, followProbe } from "./ui/probe.ts"
import { backend, facts, prediction, view } from "./ui/state.ts"
import { explainAgain } from "./ui/sweep.ts"
import "./ui/styles/index.css"

// In a separate task: a message of a worker is read in one, and drawn in the next.
options.debounceRendering = (draw) => void setTimeout(draw)

// For the bench: when each step is on screen.
performance.mark("page's script")
mark("model loaded", facts)
mark("prediction", prediction)
mark("first map", view)

const linked = restore()
followAddress({
  onKind: (place) => void (place === null ? openImages() : startKinds(place)).catch(showError),
  onSettings: (wanted) => void (wanted === backend.value ? explainAgain() : changeBackend(wanted)),
  onSample: (linked) => void openLinked(linked).catch(showError),
})
followProbe()
followLayers()
followRows()
const place = fromKindLink(location.hash)
const site = place === null ? linked.site : null
const sample = linked.sample === null || place !== null ? firstSampleOf(site) : sampleOf(linked.sample)
if (sample === undefined) show(unknownSample)
const started = isolate().then(async () => {
  const isOwn = place?.entry === null || place?.ownInput
  const kept = await readKept(place === null ? linked : { sample: place.entry, own: isOwn ? ["image"] : [] })
  followOwnFiles()
  if (await startKinds(place, kept)) return
  const shown = sample ?? firstSampleOf(site)
  await (kept === null ? start(shown, site) : startKept(kept, shown))
})
// In the next task, when the runtime, which takes longer, has been asked for.
setTimeout(() => render(<App />, document.getElementById("app")!))
// For the console: `await pami.passes()`.
Object.assign(globalThis, { pami: { passes: () => engine.passes() } })

started
  .catch(showError)
  // Not earlier: its downloads would delay the first map.
  .finally(() => void register().then(followVersions))

function followVersions(registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return
  void keepForLater()
  offerNewVersion(registration, navigator.serviceWorker, (load) =>
    show({
      title: "A new version is ready",
      text: "This page goes on with the present version. Loading the new one ends what is running.",
      code: null,
      action: { label: "Load new version", run: load },
    }),
  )
}

/** Marks when the signal's first value is on screen. */
function mark(name: string, of: ReadonlySignal<unknown>): void {
  let marked = false
  effect(() => {
    if (of.value === null || marked) return
    marked = true
    // Drawn in the next task, shown by the next frame: a task behind that frame.
    setTimeout(() => requestAnimationFrame(() => setTimeout(() => performance.mark(name))))
  })
}
