import type { KindName, SceneOptions } from "@pami/zoo"

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
    name: kinds.join(", ").replace(/, ([^,]*)$/, " and $1"),
    seed: 7 + index * 31 + page * 1009,
    options: { kinds },
  }))
  return page === 0 ? [firstSample, ...drawn.slice(0, 7)] : drawn
}
