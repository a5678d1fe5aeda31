import type { MapChoice } from "@pami/explainer"
import type { KindOptions } from "../../../engine/kinds/contract.ts"
import { defaults, type Appearance, type Restorable } from "../../logic/settings.ts"

/** Ids of the gallery's entries that are not images. */
export const kindEntries = ["caption", "question", "reviews", "tags", "sounds", "signals", "loans"] as const

/** Id of an entry of the gallery that is not an image. */
export type KindEntry = (typeof kindEntries)[number]

/** The entry, class and settings that a link restores of an input that is not an image of one class. Never the visitor's files. */
export interface KindPlace {
  /** Id of an entry of the gallery; `null` for a model of the visitor. */
  readonly entry: KindEntry | null
  /** Whether the input is the visitor's. */
  readonly ownInput: boolean
  /** The class, or the contrast of two; `null` for the first that is explained. */
  readonly choice: MapChoice | null
  readonly options: KindOptions
}

/** Settings of a link that are those of images, too. */
export interface SharedSettings extends Pick<Appearance, "scale">, Pick<Restorable, "backend"> {}

const { appearance: usual } = defaults
const texts = ["preset", "task", "output", "activation", "units", "background", "mask"] as const
const numbers = ["row", "rate", "passes", "seed"] as const
const feed = "feed."
const ownEntry = "own"
// More than any name of a class or a tensor has.
const longest = 300

/**
 * Returns a place as the fragment of an address: `#explain?sample=reviews&class=1`.
 *
 * @param shared settings that `fromLink` reads, as for images
 */
export function toKindLink(
  page: string,
  { entry, ownInput, choice, options }: KindPlace,
  { scale, backend }: SharedSettings = { scale: usual.scale, backend: defaults.backend },
): string {
  const query = new URLSearchParams({ sample: entry ?? ownEntry })
  if (ownInput) query.set("own", "input")
  const [target, versus] = typeof choice === "object" ? [choice?.target, choice?.versus] : [choice]
  if (target !== undefined) query.set("class", String(target))
  if (versus !== undefined) query.set("versus", String(versus))
  for (const key of [...texts, ...numbers])
    if (options[key] !== undefined) query.set(key, String(options[key]))
  if (scale !== usual.scale) query.set("scale", scale)
  if (backend !== defaults.backend) query.set("backend", backend)
  for (const [name, value] of Object.entries(options.feeds ?? {}))
    if (typeof value !== "object") query.set(feed + name, String(value))
  return `#${page}?${query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`
}

/**
 * Reads a fragment. Invalid values are left out.
 *
 * @returns `null` for a fragment of an image
 */
export function fromKindLink(fragment: string): KindPlace | null {
  const query = new URLSearchParams(fragment.split("?")[1] ?? "")
  const sample = query.get("sample")
  const entry = kindEntries.find((id) => id === sample) ?? null
  if (entry === null && sample !== ownEntry) return null
  const text = (key: string) => query.get(key)?.slice(0, longest) || undefined
  const number = (key: string) =>
    /^\d{1,9}$/.test(query.get(key) ?? "") ? Number(query.get(key)) : undefined
  const [target, versus] = ["class", "versus"].map((key) => number(key) ?? text(key))
  const feeds = [...query].filter(([key, value]) => key.startsWith(feed) && value.length <= longest)
  const options = {
    ...Object.fromEntries(texts.map((key) => [key, text(key)])),
    ...Object.fromEntries(numbers.map((key) => [key, number(key)])),
    ...(feeds.length > 0 && {
      feeds: Object.fromEntries(feeds.map(([key, value]) => [key.slice(feed.length), value])),
    }),
  }
  return {
    entry,
    ownInput: query.get("own") === "input",
    choice: target === undefined ? null : versus === undefined ? target : { target, versus },
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  }
}
