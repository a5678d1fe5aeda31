import { labelError } from "./label-error.ts"

/** A label with the index that the file gives it. */
export interface NumberedLabel {
  /** As written; checked by {@link arrangeLabels}. */
  readonly index: string | number
  readonly label: string
  /** Where it stands, for messages: `line 3`. */
  readonly place: string
}

/** Largest number of classes that labels are read for. */
export const largestClassCount = 1_000_000

/**
 * Returns the labels at the indices that the file gives them; an index that is left out has the label `""`.
 *
 * @throws PamiError `LABELS_INVALID` naming the place of an index that is none, or that comes twice
 */
export function arrangeLabels(entries: readonly NumberedLabel[], name: string): string[] {
  const places = new Map<number, string>()
  const labels: string[] = []
  for (const { index, label, place } of entries) {
    const value = readIndex(index)
    if (value === undefined || value >= largestClassCount)
      throw labelError(
        name,
        `has the index ${index} in ${place}; a class index is a whole number from 0 to ${largestClassCount - 1}`,
      )
    const before = places.get(value)
    if (before !== undefined)
      throw labelError(
        name,
        `has the index ${value} twice, in ${before} and ${place}. Correct the numbering; numbers that belong to the labels are kept in a JSON list`,
      )
    places.set(value, place)
    labels[value] = label
  }
  return Array.from(labels, (label) => label ?? "")
}

/** Returns the whole number from 0 that a text is, or undefined. */
export function readIndex(text: string | number): number | undefined {
  return /^\d{1,15}$/.test(String(text)) ? Number(text) : undefined
}

/** Whether the indices count on by one, from 0 or 1. */
export function countsUp(indices: readonly (string | number)[]): boolean {
  const first = readIndex(indices[0] ?? "")
  return (
    (first === 0 || first === 1) && indices.every((index, position) => readIndex(index) === first + position)
  )
}
