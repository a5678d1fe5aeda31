/** A place in a text: half open, in UTF-16 code units, as `String.slice` takes them. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/** Lists of words, or of phrases with slots of other lists, by the name that a slot has in braces. */
export type Slots = Readonly<Record<string, readonly string[]>>

/** A phrase whose slots are filled. */
export interface Filled {
  readonly text: string
  /** Every filled slot, an outer one before those inside it. */
  readonly slots: readonly (TextSpan & { readonly name: string })[]
}

/** Returns a phrase with a random entry in each of its slots, `{like this}`. */
export function fill(next: () => number, phrase: string, lists: Slots): Filled {
  let text = ""
  const slots: (TextSpan & { name: string })[] = []
  for (const [index, piece] of phrase.split(/\{([^}]+)\}/).entries()) {
    if (index % 2 === 0) {
      text += piece
      continue
    }
    const start = text.length
    const inner = fill(next, pick(next, lists[piece]), lists)
    text += inner.text
    slots.push({ name: piece, start, end: text.length })
    for (const { name, ...span } of inner.slots) slots.push({ name, ...moved(span, start) })
  }
  return { text, slots }
}

/** Returns a span that many code units later. */
export function moved({ start, end }: TextSpan, by: number): TextSpan {
  return { start: start + by, end: end + by }
}

/** Returns a random entry. */
export function pick<T>(next: () => number, entries: readonly T[]): T {
  return entries[Math.floor(next() * entries.length)]
}

/** Returns the text with its first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Returns the words and punctuation marks of a text, in lower case, with their places. */
export function tokens(text: string): (TextSpan & { readonly word: string })[] {
  return Array.from(text.matchAll(/\[[A-Z]+\]|[a-z]+|[^\sa-z]/gi), ({ 0: found, index }) => ({
    word: found.toLowerCase(),
    start: index,
    end: index + found.length,
  }))
}

/** Returns every different word of these phrases, in lower case and alphabetical order; slots are left out. */
export function wordsOf(...phrases: readonly (readonly string[])[]): string[] {
  const words = phrases.flat().flatMap((phrase) => tokens(phrase.replaceAll(/\{[^}]+\}/g, " ")))
  return [...new Set(words.map(({ word }) => word))].sort()
}

/** Returns the words of a text, cut at spaces. */
export function list(words: string): readonly string[] {
  return words.split(" ")
}
