import type { KindName, SceneOptions } from "@pami/zoo"
import { photos, type SamplePhoto } from "../photos/photos.ts"
import { largestSeed, type SiteModelId } from "./settings.ts"

/** A scene that the bundled models know. */
export interface Scene {
  readonly name: string
  readonly seed: number
  readonly options: SceneOptions
  /** Address of the image where it is there already; others are drawn when they are shown. */
  readonly address?: string
}

/** An image of the site. */
export type Sample = Scene | SamplePhoto

/**
 * The image of the first visit, the scene of the zoo's `pictures.scene` in fewer pixels: from a file, as to draw it
 * would take the processor from the runtime that starts meanwhile.
 */
export const firstSample: Scene = {
  name: "butterfly and mushroom",
  seed: 219,
  options: { kinds: ["butterfly", "mushroom"], size: [0.42, 0.45] },
  address: new URL("./first-sample.webp", import.meta.url).href,
}

const pairs: readonly (readonly KindName[])[] = [
  ["fish", "star"],
  ["cactus", "ladybird"],
  ["boat", "ice cream"],
  ["flag", "ball", "leaf"],
  ["wall", "butterfly"],
  ["star", "mushroom"],
  ["leaf", "fish"],
  ["ice cream", "cactus", "boat"],
]

/** Scenes to choose from; each page of them shows others. */
export function samples(page: number): readonly Scene[] {
  const drawn = pairs.map((kinds, index) => ({
    name: listed(kinds),
    seed: 7 + index * 31 + page * 1009,
    options: { kinds },
  }))
  return page === 0 ? [firstSample, ...drawn.slice(0, 7)] : drawn
}

/** Returns the sample that a model of the site begins with; `null` for the bundled model. */
export function firstSampleOf(site: SiteModelId | null): Sample {
  return site === "photo" ? photos[0] : firstSample
}

/** Returns the id of a sample, for links: `fish.star.7`, `coffee`. */
export function idOf(sample: Sample): string {
  if ("id" in sample) return sample.id
  const { seed, options } = sample
  return [...(options.kinds ?? []), seed].join(".")
}

/** Returns the sample with an id; `undefined` for an id of another kind of entry, or of nothing. */
export function sampleOf(id: string): Sample | undefined {
  if (id === idOf(firstSample)) return firstSample
  const photo = photos.find((one) => one.id === id)
  if (photo !== undefined) return photo
  const names = id.split(".")
  const seed = Number(names.pop())
  const isKnown = names.length > 0 && names.length <= mostKinds && names.every((name) => known.has(name))
  if (!isKnown || !Number.isInteger(seed) || seed < 0 || seed > largestSeed) return undefined
  return { name: listed(names), seed, options: { kinds: names as readonly KindName[] } }
}

const mostKinds = 4

// The samples show every kind that there is.
const known: ReadonlySet<string> = new Set(pairs.flat())

/** Returns names as a list in words: `boat, fish and star`. */
function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1")
}
