import { batch, computed, signal } from "@preact/signals"
import type { MapView, Settings } from "../engine/contract.ts"
import { outlives } from "../engine/outlives.ts"
import { ended } from "../engine/thread.ts"
import { engine } from "./engine.ts"
import { announce } from "./messages.ts"
import { loadWith, ready } from "./model.ts"
import { withChosen } from "./logic/classes.ts"
import { toMessage } from "./logic/error-message.ts"
import { choices, fitTogether } from "./logic/settings.ts"
import {
  activity,
  chosen,
  facts,
  prediction,
  image,
  settings,
  snapshot,
  view,
  type ShownImage,
} from "./state.ts"
import { lookAndExplain } from "./sweep.ts"
import { grace, instead } from "./turns.ts"

/** The settings that can be compared. */
export const axes = ["strategy", "mask", "mode", "backend"] as const
/** A setting that can be compared. */
export type Axis = (typeof axes)[number]

/** One of the maps that are compared. */
export interface Variant {
  readonly value: string
  readonly state: "planned" | "waiting" | "running" | "done" | "failed"
  readonly share: number
  readonly passes: number
  readonly seconds: number
  readonly view: MapView | null
  readonly reason: string | null
}

export const axis = signal<Axis>("strategy")
export const compared = signal<ReadonlySet<string>>(new Set(choices.strategy))
export const variants = signal<readonly Variant[]>([])
/** The image and model of the maps: they are hidden when either changes. */
const of = signal<{ readonly image: ShownImage; readonly digest: string } | null>(null)

const empty = { share: 0, passes: 0, seconds: 0, view: null, reason: null } as const

/** Returns the values of a setting; `auto` stands for another backend of the list. */
export function valuesOf(name: Axis): readonly string[] {
  return choices[name].filter((value) => value !== "auto")
}

/** Chooses the setting to compare, with its first values ticked. */
export function chooseAxis(next: Axis): void {
  axis.value = next
  compared.value = new Set(next === "backend" ? valuesOf(next).slice(0, 2) : valuesOf(next))
  variants.value = []
}

/** The maps, or placeholders for the ticked values. */
export const shown = computed<readonly Variant[]>(() => {
  const fits = of.value?.image === image.value && of.value?.digest === facts.value?.digest
  if (fits && variants.value.length > 0) return variants.value
  return ticked().map((value) => ({ value, state: "planned", ...empty }))
})

function ticked(): string[] {
  return valuesOf(axis.value).filter((value) => compared.value.has(value) && canCompare(value))
}

/** Returns whether a value is compatible with the other settings. */
export function canCompare(value: string): boolean {
  return fitTogether(settings.value, { [axis.value]: value } as Partial<Settings>)
}

/** Explains the image with each ticked value, one after another, and keeps the maps. */
export async function compare(): Promise<void> {
  const name = axis.value
  const values = ticked()
  const selection = chosen.value
  if (selection === null || image.value === null || facts.value === null) return
  batch(() => {
    of.value = { image: image.value!, digest: facts.value!.digest }
    variants.value = values.map((value) => ({ value, state: "waiting", ...empty }))
  })
  await instead(async (current) => {
    batch(() => {
      activity.value = "comparing"
      // The engine holds one sweep: the one of the Explain page is gone.
      snapshot.value = null
      view.value = null
    })
    if (name !== "backend") await ready()
    for (const value of values) if (current()) await run(name, value, current)
    if (!current()) return
    announce("All maps are ready.")
    await lookAndExplain(current)
  })
}

/** Stops the comparison; finished and partial maps stay. */
export async function stopComparing(): Promise<void> {
  variants.value = variants.value.filter(({ view }) => view !== null)
  await instead(lookAndExplain)
}

let running: Promise<void> = Promise.resolve()
let skips = 0

/** Ends the current map and continues with the next value. */
export async function skip(): Promise<void> {
  skips++
  engine.resume()
  engine.stop()
  if (await outlives(running, grace)) engine.end()
}

async function run(name: Axis, value: string, current: () => boolean): Promise<void> {
  const update = (patch: Partial<Variant>) => {
    if (current())
      variants.value = variants.value.map((entry) => (entry.value === value ? { ...entry, ...patch } : entry))
  }
  update({ state: "running" })
  running = draw(name, value, current, update)
  try {
    await running
    updateEnded()
  } catch (error) {
    if ((error as { code?: string }).code === ended.code) updateEnded()
    else update({ state: "failed", reason: toMessage(error).text })
  }

  /** A map that ended early counts as done; without a map the value has failed. */
  function updateEnded(): void {
    const drawn = variants.value.find((entry) => entry.value === value)?.view != null
    update(drawn ? { state: "done" } : { state: "failed", reason: "Stopped" })
  }
}

async function draw(
  name: Axis,
  value: string,
  current: () => boolean,
  update: (patch: Partial<Variant>) => void,
): Promise<void> {
  const before = skips
  const goOn = () => {
    if (skips !== before || !current()) throw ended
  }
  if (name === "backend") await loadWith(value)
  goOn()
  const used = name === "backend" ? settings.value : ({ ...settings.value, [name]: value } as Settings)
  const answer = await engine.predict(used)
  goOn()
  prediction.value = { ...answer, classes: withChosen(answer, chosen.value) }
  const began = performance.now()
  await engine.explain(used, chosen.value!, ({ share, passes, view }) =>
    update({ share, passes, view, seconds: (performance.now() - began) / 1000 }),
  )
}
