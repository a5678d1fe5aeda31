/** How a stretch of letters is read: left to right, right to left, a number, or as its surroundings. */
export type Direction = "left" | "right" | "number" | "neutral"

const rightToLeft = String.raw`[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]`
const rightLetter = new RegExp(String.raw`(?=\p{L})${rightToLeft}`, "u")
const stretches = new RegExp(
  String.raw`((?:(?=\p{L})${rightToLeft}[\p{M}\u200C\u200D]*)+)|(\p{Nd}+(?:[.,:]\p{Nd}+)*)|((?:\p{L}[\p{M}\u200C\u200D]*)+)|(?:(?!\p{L}|\p{Nd})[^])+`,
  "gu",
)

/** Returns whether a text holds letters of a script that is read from right to left. */
export function hasRightToLeft(text: string): boolean {
  return rightLetter.test(text)
}

/** Returns whether a paragraph starts on the right: its first letter is read from right to left. */
export function startsOnTheRight(paragraph: string): boolean {
  const [letter] = /\p{L}/u.exec(paragraph) ?? [""]
  return rightLetter.test(letter)
}

/** Splits a text into stretches of one direction; one from left to right stays whole. */
export function byDirection(text: string): { readonly text: string; readonly direction: Direction }[] {
  if (!hasRightToLeft(text))
    return [{ text, direction: /\p{L}/u.test(text) ? "left" : /\p{Nd}/u.test(text) ? "number" : "neutral" }]
  return Array.from(text.matchAll(stretches), ([stretch, right, number, left]) => ({
    text: stretch,
    direction: right ? "right" : number ? "number" : left ? "left" : "neutral",
  }))
}

/**
 * Returns the embedding levels of stretches of a paragraph, as the Unicode bidirectional algorithm resolves them without
 * explicit marks: odd ones are read from right to left.
 */
export function levelsOf(directions: readonly Direction[], isRightToLeft: boolean): number[] {
  const base = isRightToLeft ? 1 : 0
  const left = isRightToLeft ? 2 : 0
  let strong: Direction = isRightToLeft ? "right" : "left"
  // A number after letters from left to right belongs to them.
  const resolved = directions.map((direction) => {
    if (direction === "left" || direction === "right") strong = direction
    return direction === "number" && strong === "left" ? "left" : direction
  })
  const strongSides = resolved.map((direction) => (direction === "number" ? "right" : direction))
  const edge = isRightToLeft ? "right" : "left"
  const before = nearest(strongSides, edge)
  const after = nearest(strongSides.toReversed(), edge).toReversed()
  return resolved.map((direction, index) => {
    if (direction === "left") return left
    if (direction === "right") return 1
    if (direction === "number") return 2
    return before[index] !== after[index] ? base : before[index] === "right" ? 1 : left
  })
}

/** Returns for each stretch the last direction up to it that is not neutral; `edge` if there is none. */
function nearest(directions: readonly Direction[], edge: Direction): Direction[] {
  let last = edge
  return directions.map((direction) => (last = direction === "neutral" ? last : direction))
}

/** Returns the items of a line from left to right: the higher the level, the more often a stretch is turned around. */
export function visualOrder<T extends { readonly level: number }>(line: readonly T[]): T[] {
  const ordered = [...line]
  for (let level = Math.max(0, ...line.map((item) => item.level)); level > 0; level--)
    for (let start = 0; start < ordered.length; start++) {
      let end = start
      while (end < ordered.length && ordered[end].level >= level) end++
      if (end > start + 1) ordered.splice(start, end - start, ...ordered.slice(start, end).toReversed())
      start = end
    }
  return ordered
}

const mirrored = new Map(
  ["()", "[]", "{}", "<>", "«»", "‹›", "≤≥"].flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
)

/** Returns punctuation as it looks when it is read from right to left. */
export function mirror(text: string): string {
  return [...text].map((character) => mirrored.get(character) ?? character).join("")
}
