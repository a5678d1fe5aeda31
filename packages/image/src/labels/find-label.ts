import { PamiError } from "@pami/core"
import { shortLabel } from "../shown.ts"
import { nearestNames } from "./nearest.ts"
import type { Labels } from "./parse-labels.ts"

/**
 * Index of the class that `query` means: its label exactly; else without regard to case, `_` and `-`; else one of
 * its comma-separated synonyms; else the one label that starts with it or has it as a word.
 *
 * @throws PamiError `LABEL_NOT_FOUND` with the nearest labels, or with all that fit when there are several
 */
export function findLabel(labels: Labels, query: string): number {
  const wanted = simplify(query)
  if (wanted === "") throw new PamiError("LABEL_NOT_FOUND", "no label was given: an empty text fits none")
  const simple = labels.map(simplify)
  const words = labels.map((label) => label.split(",").map(simplify))
  const rules: ((index: number) => boolean)[] = [
    (index) => labels[index] === query,
    (index) => simple[index] === wanted,
    (index) => words[index].includes(wanted),
    // Words inside count too, or "cat" would mean the one label that starts with it: "catamaran".
    (index) =>
      words[index].some((synonym) => synonym.startsWith(wanted) || ` ${synonym} `.includes(` ${wanted} `)),
  ]
  const indices = labels.map((_, index) => index)
  for (const rule of rules) {
    const found = indices.filter(rule)
    if (found.length === 1) return found[0]
    if (found.length > 1) throw ambiguous(labels, query, found)
  }
  throw unknown(labels, query, nearestNames(words, wanted))
}

function simplify(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim()
}

function ambiguous(labels: Labels, query: string, found: readonly number[]): PamiError {
  const shown = found.slice(0, 10).map((index) => quote(labels, index))
  const more = found.length > shown.length ? ` and ${found.length - shown.length} more` : ""
  return new PamiError(
    "LABEL_NOT_FOUND",
    `"${shortLabel(query)}" fits ${found.length} labels: ${shown.join(", ")}${more}. Give the whole label or the index.`,
  )
}

function unknown(labels: Labels, query: string, near: readonly number[]): PamiError {
  const hint = near.length > 0 ? `Did you mean ${near.map((index) => quote(labels, index)).join(", ")}?` : ""
  return new PamiError(
    "LABEL_NOT_FOUND",
    `none of the ${labels.length} labels is "${shortLabel(query)}". ${hint}`.trim() +
      " The index of the class works too.",
  )
}

function quote(labels: Labels, index: number): string {
  return `"${shortLabel(labels[index])}" (${index})`
}
