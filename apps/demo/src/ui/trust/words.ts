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

/** Returns how a map is to be read beside that of another class, by their rank correlation. */
export function describeLikeness(first: string, second: string, correlation: number): string {
  if (!Number.isFinite(correlation)) return ""
  const maps = `The maps of ${first} and ${second}`
  const number = `rank correlation ${decimals(correlation)}`
  if (correlation >= 0.7)
    return `${maps} are alike: ${number}. It shows the image rather than the class: contrast the two with “vs”.`
  if (correlation >= 0.3) return `${maps} differ in part: ${number}.`
  return `${maps} differ: ${number}. The map depends on the class, as it should.`
}

/** Returns how many areas of the map are better than those of another ranking; `null` until all are known. */
export function describeAreas(curves: readonly Curve[], other: Ranking): string | null {
  const ours = curves.filter(({ ranking, area }) => ranking === "pami" && area !== null)
  const better = ours.filter(({ kind, mask, area }) => {
    const theirs = curves.find(
      (curve) => curve.ranking === other && curve.kind === kind && curve.mask === mask,
    )?.area
    return theirs != null && (kind === "insertion" ? area! > theirs : area! < theirs)
  }).length
  const known = curves.filter(({ ranking, area }) => ranking === other && area !== null).length
  if (ours.length < 4 || known < 4) return null
  const name = other === "random" ? "a random order" : rankingNames[other]
  return `This map is better than ${name} in ${better} of 4 areas.`
}

/** Formats a correlation with two decimals and a true minus sign: `0.83`, `−0.20`. */
export function decimals(value: number): string {
  if (!Number.isFinite(value)) return "–"
  const text = Math.abs(value).toFixed(2)
  const sign = value < 0 && text !== "0.00" ? "−" : ""
  return `${sign}${text}`
}
