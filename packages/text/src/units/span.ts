/** A place in a string, half open, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The characters between units: white space, and the invisible characters that separate words of some scripts. */
export const space = String.raw`\p{White_Space}\u200B\u2060\uFEFF`

const outer = new RegExp(`^[${space}]+|[${space}]+$`, "gu")
const only = new RegExp(`^[${space}]*$`, "u")

/** Returns whether a text has no character but white space. */
export function isBlank(text: string): boolean {
  return only.test(text)
}

/** Returns a span without the white space at its ends; `undefined` if nothing is left. */
export function trimmed(text: string, start: number, end: number): Span | undefined {
  const piece = text.slice(start, end)
  const [before = "", after = ""] = sides(piece)
  if (before.length === piece.length) return undefined
  return { start: start + before.length, end: end - after.length }
}

function sides(piece: string): [before: string, after: string] {
  let [before, after] = ["", ""]
  for (const match of piece.matchAll(outer))
    if (match.index === 0) before = match[0]
    else after = match[0]
  return [before, after]
}
