import { list, type TextSpan, tokens } from "./text.ts"

/** Words with an opinion, good or bad. Verbs have their past, and the form after "did not". */
export const opinionWords = {
  adjectives: {
    good: list(
      "good great fine funny clever warm fresh lovely superb brilliant charming gripping touching thrilling wonderful " +
        "delightful beautiful memorable enjoyable excellent",
    ),
    bad: list(
      "bad poor dull weak silly clumsy shallow messy stale awful terrible boring annoying confusing dreadful painful " +
        "lifeless tasteless predictable forgettable",
    ),
  },
  past: { good: list("loved enjoyed liked admired"), bad: list("hated disliked regretted") },
  base: { good: list("love enjoy like admire"), bad: list("hate dislike regret") },
} as const

/** Words that turn the opinion behind them into its opposite. */
export const negations = list("not never hardly")

/** Words that double the opinion behind them. */
export const intensifiers = list("very really truly extremely incredibly")

const signs = new Map<string, number>(
  Object.values(opinionWords).flatMap(({ good, bad }) => [
    ...good.map((word) => [word, 1] as const),
    ...bad.map((word) => [word, -1] as const),
  ]),
)

/** An opinion in a text. */
export interface Opinion {
  /** 1 for a good one, -1 for a bad one; twice that with an intensifier. */
  readonly value: number
  /** The words that make it, in order: a negation, an intensifier, and always an opinion word. */
  readonly words: readonly TextSpan[]
}

/**
 * Returns the opinions in a text, by the rule of the language of reviews: an opinion word counts 1 or -1; an intensifier before
 * it doubles that; a negation before these, also with "a" or "an" between, changes the sign. Every other word counts nothing,
 * nor does a negation or an intensifier elsewhere. The rule holds for any text, so also for a review of which words are masked.
 *
 * @example
 * opinionsOf("The plot was not very good.").map(({ value }) => value) // [-2]
 */
export function opinionsOf(text: string): Opinion[] {
  const all = tokens(text)
  return all.flatMap(({ word, start, end }, index): Opinion[] => {
    let value = signs.get(word)
    if (value === undefined) return []
    const words: TextSpan[] = [{ start, end }]
    const take = (before: number) => words.unshift({ start: all[before].start, end: all[before].end })
    let before = index - 1
    if (intensifiers.includes(all[before]?.word)) {
      value *= 2
      take(before--)
    }
    if (["a", "an"].includes(all[before]?.word)) before--
    if (negations.includes(all[before]?.word)) {
      value = -value
      take(before)
    }
    return [{ value, words }]
  })
}
