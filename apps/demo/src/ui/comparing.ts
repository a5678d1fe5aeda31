import { signal } from "@preact/signals"
import type { MapView, Settings } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import { announce } from "./messages.ts"
import { loadWith } from "./open.ts"
import { instead } from "./sweep.ts"
import { activity, backend, chosen, looked, picture, settings, snapshot, view } from "./state.ts"
import { choices } from "./logic/settings.ts"

/** What is set side by side. */
export const axes = ["strategy", "mask", "mode", "backend"] as const
/** What is set side by side. */
export type Axis = (typeof axes)[number]

/** One of the maps that are compared. */
export interface Variant {
  readonly value: string
  readonly state: "waiting" | "running" | "done" | "failed"
  readonly share: number
  readonly passes: number
  readonly seconds: number
  readonly view: MapView | null
  readonly reason: string | null
}

export const axis = signal<Axis>("strategy")
export const compared = signal<ReadonlySet<string>>(new Set(choices.strategy))
export const variants = signal<readonly Variant[]>([])

/** What an axis offers; `auto` is no backend of its own. */
export function valuesOf(name: Axis): readonly string[] {
  return choices[name].filter((value) => value !== "auto")
}

/** Chooses what is compared, with its first choices ticked. */
export function chooseAxis(next: Axis): void {
  axis.value = next
  compared.value = new Set(next === "backend" ? valuesOf(next).slice(0, 2) : valuesOf(next))
  variants.value = []
}

/** Explains the picture once for each choice, one after the other, and keeps the maps. */
export async function compare(): Promise<void> {
  const name = axis.value
  const values = valuesOf(name).filter((value) => compared.value.has(value))
  const selection = chosen.value
  const shown = picture.value
  if (selection === null || shown === null) return
  const waiting = { state: "waiting", share: 0, passes: 0, seconds: 0, view: null, reason: null } as const
  variants.value = values.map((value) => ({ value, ...waiting }))
  await instead(async (current) => {
    activity.value = "comparing"
    // The engine holds one sweep: that of the other page is gone.
    snapshot.value = null
    view.value = null
    for (const value of values) {
      if (!current()) return
      await run(name, value, current)
    }
    if (name === "backend") await loadWith(backend.value)
    if (!current()) return
    activity.value = "idle"
    announce("All maps are there.")
  })
}

async function run(name: Axis, value: string, current: () => boolean): Promise<void> {
  const update = (patch: Partial<Variant>) => {
    if (current())
      variants.value = variants.value.map((entry) => (entry.value === value ? { ...entry, ...patch } : entry))
  }
  update({ state: "running" })
  const began = performance.now()
  try {
    if (name === "backend") await loadWith(value)
    const used = name === "backend" ? settings.value : ({ ...settings.value, [name]: value } as Settings)
    looked.value = await engine.look(picture.value!.picture, used)
    await engine.explain(used, chosen.value!, ({ share, passes, view }) =>
      update({ share, passes, view, seconds: (performance.now() - began) / 1000 }),
    )
    update({ state: "done", seconds: (performance.now() - began) / 1000 })
  } catch (error) {
    update({ state: "failed", reason: (error as Error).message })
  }
}
