import { computed, signal } from "@preact/signals"
import type { ValueRange } from "@pami/figure"
import type { MapView, Settings } from "../engine/contract.ts"
import { rangeOfView } from "./logic/range-of-view.ts"
import { choices, fitTogether } from "./logic/settings.ts"
import { appearance, colorMap, facts, image, settings, type ShownImage } from "./state.ts"

/** The settings that can be compared. */
export const axes = ["strategy", "mask", "mode", "method", "backend"] as const
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

/** A variant with its map. */
export type Drawn = Variant & { readonly view: MapView }

export const axis = signal<Axis>("strategy")
export const compared = signal<ReadonlySet<string>>(new Set(choices.strategy))
export const variants = signal<readonly Variant[]>([])
/** The image and model of the maps: these are hidden when either changes. */
export const of = signal<{ readonly image: ShownImage; readonly digest: string } | null>(null)

/** The rank correlation of every two finished maps, and its mean; `null` before all are drawn. */
export const agreement = signal<{
  readonly values: readonly string[]
  /** `[values, values]` */
  readonly table: readonly (readonly number[])[]
  readonly mean: number
} | null>(null)

/** A variant without a map. */
export const empty = { share: 0, passes: 0, seconds: 0, view: null, reason: null } as const

/** Returns the values of a setting; `auto` stands for another backend of the list. */
export function valuesOf(name: Axis): readonly string[] {
  return choices[name].filter((value) => value !== "auto")
}

/** Chooses the setting to compare, with its first values ticked. */
export function chooseAxis(next: Axis): void {
  axis.value = next
  compared.value = new Set(next === "backend" ? valuesOf(next).slice(0, 2) : valuesOf(next))
  variants.value = []
  agreement.value = null
}

/** The maps, or placeholders for the ticked values. */
export const shown = computed<readonly Variant[]>(() => {
  const fits = of.value?.image === image.value && of.value?.digest === facts.value?.digest
  if (fits && variants.value.length > 0) return variants.value
  return ticked().map((value) => ({ value, state: "planned", ...empty }))
})

/** The variants that have a map. */
export const drawn = computed(() => shown.value.filter((variant): variant is Drawn => variant.view !== null))

/** Returns the values at the ends of a map's colour bar: those of all maps, so that colours mean the same; of a method, its own. */
export function rangeFor(variant: Variant): ValueRange {
  const together =
    axis.value === "method" ? drawn.value.filter((one) => one.value === variant.value) : drawn.value
  const scale = axis.value === "method" ? "map" : appearance.value.scale
  const ranges = together.map(({ view }) => rangeOfView(view, colorMap.value, scale))
  if (ranges.length === 0) return { min: 0, max: 1 }
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  }
}

/** Returns the ticked values that are compatible with the other settings. */
export function ticked(): string[] {
  return valuesOf(axis.value).filter((value) => compared.value.has(value) && canCompare(value))
}

/** Returns whether a value is compatible with the other settings. */
export function canCompare(value: string): boolean {
  return fitTogether(settings.value, { [axis.value]: value } as Partial<Settings>)
}
