import type { TextSpan } from "@pami/zoo"

/** The words of a text with the punctuation behind them: what explanations mask. */
export function unitsOf(text: string): TextSpan[] {
  return Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }))
}

/** Returns which of `count` units are kept: all of them, a few, a stretch, or all but these. */
export function keptUnits(next: () => number, count: number, whole: number): boolean[] {
  if (next() < whole) return Array.from({ length: count }, () => true)
  const draw = next()
  let kept: boolean[]
  if (draw < 0.4) {
    const share = next()
    kept = Array.from({ length: count }, () => next() < share)
  } else {
    const length = 1 + Math.floor(next() * next() * count)
    const start = Math.floor(next() * (count - length + 1))
    kept = Array.from({ length: count }, (_, unit) => unit >= start && unit < start + length)
  }
  return draw > 0.85 ? kept.map((unit) => !unit) : kept
}

/**
 * Returns a text with a word in place of each unit that is not kept, or without these units.
 *
 * @param mask the word, or `""` to delete them
 */
export function masked(
  text: string,
  units: readonly TextSpan[],
  kept: readonly boolean[],
  mask: string,
  punctuation = false,
): string {
  const shown = units.map(({ start, end }, unit) => {
    const word = text.slice(start, end)
    if (kept[unit]) return word
    return punctuation && mask !== "" ? word.replace(/^[^.,!?]+/, mask) : mask
  })
  return shown.filter((word) => word !== "").join(" ")
}
