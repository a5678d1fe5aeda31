import { effect } from "@preact/signals"
import { engine } from "./engine.ts"
import { score, value } from "./logic/format.ts"
import { chosen, layers, page, partsAtProbe, probe, scoreScale, snapshot, view } from "./state.ts"

let asking = false

/** Keeps the parts under the probe up to date: one question at a time, always for the latest place. */
export function followProbe(): void {
  effect(() => {
    const unit = probe.value
    const target = chosen.value?.target
    // A new sweep has other parts.
    const swept = snapshot.value !== null && page.value === "explain"
    if (unit === null || target === undefined || !swept) partsAtProbe.value = []
    else void ask()
  })
}

let reading = false

/** Keeps the engine informed of the layers that the page shows, and reads those that the present map lacks. */
export function followLayers(): void {
  effect(() => engine.show(layers.value))
  effect(() => {
    const shown = view.value
    if (shown !== null && layers.value.some((name) => shown[name] === undefined)) void readLayers()
  })
}

async function readLayers(): Promise<void> {
  const selection = chosen.value
  if (reading || selection === null) return
  reading = true
  // Without its sweep a map has no layers.
  const read = await engine.read(selection).catch(() => null)
  reading = false
  if (read !== null && chosen.value === selection && view.value !== null) view.value = read
}

async function ask(): Promise<void> {
  if (asking) return
  asking = true
  try {
    for (let asked: number | null = null; probe.value !== null && probe.value !== asked;) {
      asked = probe.value
      partsAtProbe.value = (await engine.partsAt(asked, chosen.value!.target)).slice(0, 5)
    }
  } catch {
    // A sweep that has just begun has no parts yet.
    partsAtProbe.value = []
  } finally {
    asking = false
  }
}

/** Returns the value under the probe, for screen readers. */
export function tellProbe(): string {
  const unit = probe.value
  const shown = view.value
  if (unit === null || shown === null) return ""
  const best = partsAtProbe.value.at(0)
  const place = `column ${unit % shown.width}, row ${Math.floor(unit / shown.width)}`
  const part = best === undefined ? "" : `, best part ${score(best.score, scoreScale.value)}`
  return `${value(shown.map[unit])} at ${place}${part}`
}
