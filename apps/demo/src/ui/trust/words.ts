import type { Curve, Ranking } from "../../engine/judge-contract.ts"

/** Names of rankings. */
export const rankingNames: Readonly<Record<Ranking, string>> = {
  pami: "This map",
  random: "Random order",
  rise: "RISE",
  lime: "LIME",
  "kernel-shap": "KernelSHAP",
  occlusion: "Occlusion",
}

/** The words for an input and its units. */
export interface Nouns {
  /** `image`, `text`, `row`. */
  readonly whole: string
  /** `pixels`, `words`, `columns`. */
  readonly units: string
}

const nouns = {
  image: { whole: "image", units: "pixels" },
  text: { whole: "text", units: "words" },
  table: { whole: "row", units: "columns" },
  series: { whole: "series", units: "steps" },
  sound: { whole: "sound", units: "steps" },
  volume: { whole: "volume", units: "voxels" },
  array: { whole: "array", units: "places" },
} as const satisfies Readonly<Record<string, Nouns>>

/** Returns the words for a kind of input. */
export function nounsOf(kind: keyof typeof nouns): Nouns {
  return nouns[kind]
}

const maskWords: Readonly<Record<string, readonly [into: string, by: string]>> = {
  "mask-token": ["mask tokens", "mask tokens"],
  "unknown-token": ["unknown tokens", "unknown tokens"],
  delete: ["an empty text", "leaving out"],
  median: ["medians", "medians"],
  mean: ["means", "means"],
}

/** Returns the title of the curves of a kind under a mask: `Insertion into blur`. */
export function titleOf({ kind, mask }: Pick<Curve, "kind" | "mask">): string {
  const [into, by] = maskWords[mask] ?? [mask, mask]
  return kind === "insertion" ? `Insertion into ${into}` : `Deletion by ${by}`
}

/** Returns how a map is to be read beside that of another class, by their rank correlation. */
export function describeLikeness(
  first: string,
  second: string,
  correlation: number,
  whole = "image",
): string {
  if (!Number.isFinite(correlation)) return ""
  const maps = `The maps of ${first} and ${second}`
  const number = `rank correlation ${decimals(correlation)}`
  if (correlation >= 0.7)
    return `${maps} are alike: ${number}. It shows the ${whole} rather than the class: contrast the two with “vs”.`
  if (correlation >= 0.3) return `${maps} differ in part: ${number}.`
  return `${maps} differ: ${number}. The map depends on the class, as it should.`
}

/** Returns how many areas of the map are better than those of another ranking; `null` until all are known: two under each mask. */
export function describeAreas(curves: readonly Curve[], other: Ranking, all = 4): string | null {
  const ours = curves.filter(({ ranking, area }) => ranking === "pami" && area !== null)
  const better = ours.filter(({ kind, mask, area }) => {
    const theirs = curves.find(
      (curve) => curve.ranking === other && curve.kind === kind && curve.mask === mask,
    )?.area
    return theirs != null && (kind === "insertion" ? area! > theirs : area! < theirs)
  }).length
  const known = curves.filter(({ ranking, area }) => ranking === other && area !== null).length
  if (ours.length < all || known < all) return null
  const name = other === "random" ? "a random order" : rankingNames[other]
  return `This map is better than ${name} in ${better} of ${all} areas.`
}

/** Formats a correlation with two decimals and a true minus sign: `0.83`, `−0.20`. */
export function decimals(value: number): string {
  if (!Number.isFinite(value)) return "–"
  const text = Math.abs(value).toFixed(2)
  const sign = value < 0 && text !== "0.00" ? "−" : ""
  return `${sign}${text}`
}

/** Returns a word with a capital letter. */
export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
