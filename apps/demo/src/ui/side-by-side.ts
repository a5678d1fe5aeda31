import { effect, signal } from "@preact/signals"
import type { MapView } from "../engine/contract.ts"
import { engine } from "./engine.ts"
import { toggled } from "./logic/rows.ts"
import { announce } from "./messages.ts"
import { chosen, nameOf, page, prediction, snapshot } from "./state.ts"

/** The classes whose maps are shown side by side, in the order in which they were added; none, or at least two. */
export const rows = signal<readonly number[]>([])
/** The latest maps of {@link rows}, of those that the present sweep has. */
export const rowViews = signal<readonly MapView[]>([])
/** Whether the maps share one colour scale, so that a colour means the same number in all. */
export const isScaleShared = signal(true)

/** Adds a class to those side by side, the first one beside the chosen class, or takes it away. */
export function toggleRow(index: number): void {
  rows.value = toggled(rows.value, chosen.value!.target, index)
  announceRows(nameOf(index), rows.value.includes(index), rows.value.length)
}

/** Says which rows there are after one was added or taken away. */
export function announceRows(name: string, isShown: boolean, count: number): void {
  announce(isShown ? `${count} maps side by side.` : `${name} removed.`)
}

let reading = false

/** Keeps the maps side by side up to date: one question at a time, always for the latest step. */
export function followRows(): void {
  effect(() => {
    const classes = prediction.value?.classes
    // Another model or image has other classes.
    if (classes === undefined) rows.value = []
    else if (rows.peek().some((row) => !classes.some((entry) => entry.class === row))) rows.value = []
  })
  effect(() => {
    if (rows.value.length === 0 || snapshot.value === null) rowViews.value = []
    else if (page.value === "explain") void read()
  })
}

async function read(): Promise<void> {
  if (reading) return
  reading = true
  let asked: unknown
  // Without its sweep nothing can be read: the next step of another one asks again.
  for (const now = () => `${rows.value.join()} ${snapshot.value?.passes}`; asked !== now();) {
    asked = now()
    const views = await engine.readAll(rows.value).catch(() => null)
    if (views === null) break
    if (snapshot.value !== null) rowViews.value = views
  }
  reading = false
}
