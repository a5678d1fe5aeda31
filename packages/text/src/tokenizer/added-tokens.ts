/** A token that is found in the text before all else, such as `[MASK]`. */
export interface AddedToken {
  readonly id: number
  readonly content: string
  /** Whether it counts only as a whole word. */
  readonly singleWord: boolean
  /** Whether it takes in the white space before it, and after it. */
  readonly strips: readonly [before: boolean, after: boolean]
  readonly normalized: boolean
  readonly special: boolean
}

/** A stretch of text, or the id of an added token. */
export type Section = string | number

const spaceAtEnd = /\p{White_Space}+$/u
const spaceAtStart = /^\p{White_Space}+/u
const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200C\u200D]`
const wordAtEnd = new RegExp(`${word}$`, "u")
const wordAtStart = new RegExp(`^${word}`, "u")

/** Returns a function that cuts a text at added tokens, the longest first where several start. */
export function addedTokenSplitter(
  tokens: readonly (Omit<AddedToken, "normalized" | "special"> & { readonly content: string })[],
): (text: string) => readonly Section[] {
  const byFirst = new Map<number, typeof tokens>()
  for (const token of [...tokens].sort((a, b) => b.content.length - a.content.length))
    if (token.content !== "") {
      const first = token.content.charCodeAt(0)
      byFirst.set(first, [...(byFirst.get(first) ?? []), token])
    }
  if (byFirst.size === 0) return (text) => (text === "" ? [] : [text])
  return (text) => {
    const sections: Section[] = []
    const push = (start: number, end: number) => {
      if (end > start) sections.push(text.slice(start, end))
    }
    let [from, at] = [0, 0]
    while (at < text.length) {
      const token = byFirst.get(text.charCodeAt(at))?.find(({ content }) => text.startsWith(content, at))
      if (token === undefined) {
        at++
        continue
      }
      let [start, end] = [at, at + token.content.length]
      at = end
      if (token.singleWord && (wordAtEnd.test(text.slice(from, start)) || wordAtStart.test(text.slice(end))))
        continue
      if (token.strips[0]) start -= spaceAtEnd.exec(text.slice(from, start))?.[0].length ?? 0
      if (token.strips[1]) end += spaceAtStart.exec(text.slice(end))?.[0].length ?? 0
      push(from, start)
      sections.push(token.id)
      at = from = end
    }
    push(from, text.length)
    return sections
  }
}
