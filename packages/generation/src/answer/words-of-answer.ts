import { type SplitTextOptions, splitText, type Tokenizer } from "@pami/text"

/** A word of an answer: a place in its text, and the ids that write it. */
export interface AnswerWord {
  readonly text: string
  /** Place in the text of the answer, half open, in UTF-16 code units. */
  readonly start: number
  readonly end: number
  /** Position of its first id in the answer. */
  readonly first: number
  /** Position after its last id. */
  readonly last: number
}

/** The text of an answer and its words. */
export interface AnswerText {
  readonly text: string
  /** In order. Ids that write nothing visible belong to the word after them, or to the last one. */
  readonly words: readonly AnswerWord[]
}

/**
 * Returns the text of ids, and its words. A word has all ids that write a part of it, however a tokenizer marks pieces (`##`,
 * `Ġ`, `▁`) and splits characters into bytes: the text after each id says which characters it wrote. Two words that one
 * id writes are one. The words with the gaps between them are the text.
 *
 * @param tokenizer of the model that wrote the ids
 * @param ids without the special tokens of start and end
 * @param options other units than words: sentences, or spans of your own, which leave the rest of the answer out
 * @throws PamiError, RangeError as `splitText` of `@pami/text`
 *
 * @example
 * const { text, words } = wordsOfAnswer(tokenizer, [4, 5, 6])
 * console.log(text, words.map((word) => `${word.text} ${word.first}-${word.last}`).join()) // a red ball a 0-1,red 1-2,ball 2-3
 */
export function wordsOfAnswer(
  tokenizer: Pick<Tokenizer, "decode">,
  ids: readonly number[],
  options: SplitTextOptions = {},
): AnswerText {
  const text = tokenizer.decode(ids)
  const ends = writtenEnds(tokenizer, ids, text)
  const isBlank = (id: number) => text.slice(ends[id - 1] ?? 0, ends[id]).trim() === ""
  const words: AnswerWord[] = []
  for (const { start, end } of splitText(text, options)) {
    const previous = words.at(-1)
    const last = 1 + ends.findIndex((written) => written >= end)
    let first = ends.findIndex((written) => written > start)
    if (previous !== undefined && first < previous.last) {
      words[words.length - 1] = { ...previous, text: text.slice(previous.start, end), end, last }
      continue
    }
    while (first > (previous?.last ?? 0) && isBlank(first - 1)) first--
    words.push({ text: text.slice(start, end), start, end, first, last })
  }
  const final = words.pop()
  if (final === undefined) return { text, words }
  let { last } = final
  while (last < ids.length && isBlank(last)) last++
  return { text, words: [...words, { ...final, last }] }
}

/** Returns, for each id, the length of the text that it and those before it have written for good. */
function writtenEnds(tokenizer: Pick<Tokenizer, "decode">, ids: readonly number[], text: string): number[] {
  let written = 0
  return ids.map((_, k) => {
    if (k === ids.length - 1) return text.length
    // The text so far may end in half a character, or in a space that the next id removes.
    const soFar = tokenizer.decode(ids.slice(0, k + 1))
    let same = 0
    while (same < soFar.length && same < text.length && soFar.charCodeAt(same) === text.charCodeAt(same))
      same++
    return (written = Math.max(written, same))
  })
}
