import type { ClassScore, Prediction } from "../../engine/contract.ts"

/**
 * Returns the classes of a prediction with those of a choice that are not among them, highest score first. A sweep keeps
 * the class that it is made for, however improbable.
 */
export function withChosen(
  { classes, scores }: Pick<Prediction, "classes" | "scores">,
  chosen: { readonly target: number; readonly versus: number | null } | null,
): readonly ClassScore[] {
  const missing = [chosen?.target, chosen?.versus]
    .filter((index) => index != null)
    .filter((index) => index < scores.length && !classes.some((entry) => entry.class === index))
  if (missing.length === 0) return classes
  const added = missing.map((index) => ({ class: index, score: scores[index] }))
  return [...classes, ...added].sort((a, b) => b.score - a.score)
}

/**
 * Returns the numbers of the classes whose names contain a text, upper and lower case alike: names that have a word which
 * begins with it first, then by score.
 *
 * @param name returns the whole name of a class
 * @param most maximum number of classes
 */
export function findClasses(
  text: string,
  scores: ArrayLike<number>,
  name: (index: number) => string,
  most: number,
): number[] {
  const wanted = text.trim().toLowerCase()
  const found: { index: number; begins: boolean }[] = []
  for (let index = 0; index < scores.length; index++) {
    const at = wanted === "" ? 0 : name(index).toLowerCase().indexOf(wanted)
    if (at >= 0) found.push({ index, begins: wanted === "" || beginsWord(name(index).toLowerCase(), wanted) })
  }
  return found
    .sort((a, b) => Number(b.begins) - Number(a.begins) || scores[b.index] - scores[a.index])
    .slice(0, most)
    .map(({ index }) => index)
}

function beginsWord(name: string, wanted: string): boolean {
  return ` ${name.replaceAll(/[^\p{Letter}\p{Number}]+/gu, " ")}`.includes(` ${wanted}`)
}
