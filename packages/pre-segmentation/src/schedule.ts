import { sizeOf } from "@pami/core"
import type { Segmentation } from "@pami/superpixels"

/** One partition to come: which of the settings, of which of the input's copies. */
export interface Step {
  readonly setting: number
  readonly copy: number
}

/**
 * Order of the partitions: `coarse-first` takes the settings of few parts first, so that about ten forward passes cover
 * the input and every later one refines; `as-listed` is the order of the authors' code. Both finish one copy, the input
 * itself first, before the next.
 */
export type Order = "coarse-first" | "as-listed"

/** Every setting of every copy, in order. */
export function schedule(
  settings: readonly Segmentation[],
  copies: number,
  units: readonly number[],
  order: Order,
): Step[] {
  const chosen = order === "as-listed" ? numbers(settings.length) : byCoarseness(settings, units)
  return numbers(copies).flatMap((copy) => chosen.map((setting) => ({ setting, copy })))
}

function byCoarseness(settings: readonly Segmentation[], units: readonly number[]): number[] {
  const parts = settings.map((setting) => roughParts(setting, sizeOf(units)))
  return numbers(settings.length).sort((a, b) => parts[a] - parts[b] || a - b)
}

/** About how many parts a setting gives. */
function roughParts(setting: Segmentation, units: number): number {
  if (setting.algorithm === "slic") return setting.segments ?? 100
  if (setting.algorithm === "seeds") return setting.superpixels
  if (setting.algorithm === "watershed") return setting.markers
  if (setting.algorithm === "lsc") return units / (setting.regionSize ?? 10) ** 2
  // Few parts are as small as allowed: a quarter of those that would fit is what pictures give.
  return units / (setting.minSize ?? 20) / 4
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
