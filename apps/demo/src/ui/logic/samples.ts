import type { KindName, SceneOptions } from "@pami/zoo"

/** A scene that the bundled model knows: drawn here, nothing is fetched. */
export interface Sample {
  readonly name: string
  readonly seed: number
  readonly options: SceneOptions
}

/** The picture of the first visit: pixel for pixel the zoo's `pictures.scene`. */
export const firstSample: Sample = {
  name: "butterfly and mushroom",
  seed: 219,
  options: { kinds: ["butterfly", "mushroom"], size: [0.42, 0.45] },
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
