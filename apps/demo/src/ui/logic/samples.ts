import type { KindName, SceneOptions } from "@pami/zoo"
import { largestSeed } from "./settings.ts"

/** A scene that the bundled model knows. */
export interface Sample {
  readonly name: string
  readonly seed: number
  readonly options: SceneOptions
  /** Address of the image where it is there already; others are drawn when they are shown. */
  readonly address?: string
}

/**
 * The image of the first visit, the scene of the zoo's `pictures.scene` in fewer pixels: from a file, as to draw it
 * would take the processor from the runtime that starts meanwhile.
 */
export const firstSample: Sample = {
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

/** Samples to choose from; each page of them shows others. */
export function samples(page: number): readonly Sample[] {
  const drawn = pairs.map((kinds, index) => ({
    name: listed(kinds),
    seed: 7 + index * 31 + page * 1009,
    options: { kinds },
  }))
  return page === 0 ? [firstSample, ...drawn.slice(0, 7)] : drawn
}

/** Returns the id of a sample, for links: `fish.star.7`. */
export function idOf({ seed, options }: Pick<Sample, "seed" | "options">): string {
  return [...(options.kinds ?? []), seed].join(".")
}

/** Returns the sample with an id; `undefined` for an id of another kind of entry, or of nothing. */
export function sampleOf(id: string): Sample | undefined {
  if (id === idOf(firstSample)) return firstSample
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
