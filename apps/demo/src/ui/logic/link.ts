import type { Settings } from "../../engine/contract.ts"
import {
  choices,
  defaults,
  fitTogether,
  largestSeed,
  largestSize,
  mostPasses,
  type Restorable,
} from "./settings.ts"

/** The site's pages. */
export const pages = ["explain", "compare", "learn"] as const

/** Name of a page, as in its link. */
export type Page = (typeof pages)[number]

// More classes than any model has, and more characters than any id.
const largestClass = 1e7
const longestId = 100

/** A page and the settings that a link restores on it. */
export interface Place extends Restorable {
  readonly page: Page
}

/** A place as the fragment of an address: `#explain?mask=black`. Only what differs from the defaults is written. */
export function toLink({
  page,
  settings,
  appearance,
  backend,
  sample,
  site,
  own,
  choice,
  panes,
}: Place): string {
  const query = new URLSearchParams()
  if (site !== null) query.set("model", site)
  if (sample !== null) query.set("sample", sample)
  if (own.length > 0) query.set("own", own.join())
  if (choice !== null) query.set("class", String(choice.target))
  if (choice !== null && choice.versus !== null) query.set("versus", String(choice.versus))
  if (panes !== null) query.set("panes", panes.join())
  const given = { ...settings, ...appearance, backend }
  const usual = { ...defaults.settings, ...defaults.appearance, backend: defaults.backend }
  for (const [key, value] of Object.entries(given))
    if (value !== usual[key as keyof typeof usual]) query.set(key, String(value))
  // Commas and spaces may stand in a fragment as they are.
  const text = query.toString().replaceAll("%2C", ",")
  return `#${page}${text === "" ? "" : `?${text}`}`
}

/** Reads a fragment. Missing and invalid values are the defaults. */
export function fromLink(fragment: string): Place {
  const [name = "", text = ""] = fragment.replace(/^#/, "").split("?")
  const query = new URLSearchParams(text)
  const { settings, appearance } = defaults
  const one = <Value extends string, Usual>(values: readonly Value[], key: string, usual: Usual) =>
    values.find((value) => value === query.get(key)) ?? usual
  const number = (key: string, usual: number, from: number, to: number) => {
    const found = query.get(key)
    const value = Number(found)
    return found !== null && found !== "" && value >= from && value <= to ? value : usual
  }
  const several = <Value extends string>(values: readonly Value[], key: string) => {
    const said = query.get(key)?.split(",")
    return values.filter((value) => said?.includes(value))
  }
  const index = (key: string) => {
    const found = number(key, -1, 0, largestClass)
    return found >= 0 && Number.isInteger(found) ? found : null
  }
  const numbers = (key: string) => {
    const values = query.get(key)?.split(",").slice(0, 3).map(Number) ?? []
    const isValid = (values.length === 1 || values.length === 3) && values.every(Number.isFinite)
    return isValid && (key !== "std" || !values.includes(0)) ? values : null
  }
  const size = Math.floor(number("size", 0, 1, largestSize))
  const [target, versus, panes] = [index("class"), index("versus"), several(choices.panes, "panes")]
  const passes = Math.floor(number("passes", 0, 0, mostPasses))
  const read: Settings = {
    // Other methods are compared; the page is about one.
    method: settings.method,
    strategy: one(choices.strategy, "strategy", settings.strategy),
    mask: one(choices.mask, "mask", settings.mask),
    mode: one(choices.mode, "mode", settings.mode),
    quality: one(choices.quality, "quality", settings.quality),
    passes: passes > 0 ? passes : null,
    activation: one(choices.activation, "activation", settings.activation),
    preset: one(choices.preset, "preset", settings.preset),
    layout: one(choices.layout, "layout", settings.layout),
    size: size > 0 ? size : null,
    mean: numbers("mean"),
    std: numbers("std"),
    task: one(choices.task, "task", settings.task),
    output: query.get("output")?.slice(0, 300) || null,
    seed: Math.floor(number("seed", settings.seed, 0, largestSeed)),
  }
  return {
    page: pages.find((page) => page === name) ?? "explain",
    settings: fitTogether(read) ? read : { ...read, mode: settings.mode },
    appearance: {
      scale: one(choices.scale, "scale", appearance.scale),
      opacity: number("opacity", appearance.opacity, 0, 1),
      colorMap: one(choices.colorMap, "colorMap", appearance.colorMap),
      threshold: number("threshold", appearance.threshold, 0, 1),
    },
    backend: one(choices.backend, "backend", defaults.backend),
    sample: query.get("sample")?.slice(0, longestId) || null,
    site: one(choices.site, "model", null),
    own: several(choices.own, "own"),
    choice: target === null ? null : { target, versus: versus === target ? null : versus },
    panes: panes.length === 0 ? null : panes,
  }
}
