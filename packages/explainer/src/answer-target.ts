import { PamiError } from "@pami/core"
import { wholeAnswer } from "@pami/generation"
import { parseTarget } from "@pami/recipe"
import type { Recipe } from "@pami/recipe"
import type { ExplainOptions } from "./options.ts"
import { isTarget } from "./read-options.ts"

/** The answer of a model that writes, in words. */
export interface WordsOfAnswer {
  readonly text: string
  readonly words: readonly { readonly text: string }[]
}

/**
 * Returns the target of a recipe that names words of an answer: those that are written so, or the word of that number, from 0;
 * `"answer"` or its text for the whole, `"top:3"` for the whole and the first two words, `"positive"` for all.
 *
 * @param target default: all
 * @param name of the option, for messages
 * @throws PamiError `LABEL_NOT_FOUND` for a word that the answer does not have
 */
export function answerTarget(
  target: ExplainOptions["target"],
  answer: WordsOfAnswer,
  name = "target",
): Recipe["target"] {
  if (target === undefined || isTarget(target)) return { positive: true }
  if (typeof target === "string" && !answer.words.some(({ text }) => text === target)) {
    if (target === wholeAnswer || target === answer.text) return { top: 1 }
    if (/^(?:top:|(?:all:)?positive$)/.test(target)) return parseTarget(target, undefined, name)
  }
  return { classes: [target].flat().flatMap((word) => placesOf(String(word), answer, name)) }
}

/** Returns the numbers of the words that are written so, or the number itself. */
function placesOf(asked: string, { text, words }: WordsOfAnswer, name: string): number[] {
  const word = asked.replace(/^label:/, "")
  const places = words.flatMap((one, place) => (one.text === word ? [place] : []))
  if (places.length > 0) return places
  const number = asked.replace(/^index:/, "")
  if (/^\d+$/.test(number) && Number(number) < words.length) return [Number(number)]
  const known = [...new Set([text, ...words.map((one) => one.text)])].map((one) => `"${one}"`)
  throw new PamiError("LABEL_NOT_FOUND", `${name} ${asked}: the answer and its words are ${known.join(", ")}`)
}
