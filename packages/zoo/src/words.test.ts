import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { opinionsOf, review, type TextSpan } from "./index.ts"

const seeds = Array.from({ length: 60 }, (_, index) => 300 + index)

// The model was trained on these texts: if the digest must change, train it again.
test("a review has the same text for the same seed, in every engine", () => {
  const hash = createHash("sha256")
  for (const seed of seeds) hash.update(review(seed).text)
  expect(hash.digest("hex").slice(0, 16)).toBe("75432af4f9d3804d")
})

const shown = (text: string, { start, end }: TextSpan) => text.slice(start, end)
const without = (text: string, spans: readonly TextSpan[]) =>
  spans.toReversed().reduce((rest, { start, end }) => `${rest.slice(0, start)}[MASK]${rest.slice(end)}`, text)
const sum = (text: string) => opinionsOf(text).reduce((total, { value }) => total + value, 0)

describe("a review", () => {
  test.each([
    ["The plot was good.", [1]],
    ["The plot was not good.", [-1]],
    ["The plot was hardly extremely boring!", [2]],
    ["It was never a truly fine film, and I did not really hate the music.", [-2, 2]],
    ["It was not shown. Good!", [1]],
    ["The queue was very long.", []],
  ])("counts the opinions of %j", (text, values) => {
    expect(opinionsOf(text).map(({ value }) => value)).toEqual(values)
  })

  test("has the sentiment that its opinions add up to, and knows the words that decide it", () => {
    for (const seed of seeds) {
      const { text, sentiment, opinions, decisive } = review(seed)
      expect(sum(text) > 0 ? 1 : 0).toBe(sentiment)
      expect(sum(text)).not.toBe(0)
      expect(opinions.flatMap(({ words }) => words).map((span) => shown(text, span))).toEqual(
        expect.arrayContaining(decisive.map((span) => shown(text, span))),
      )
      // Without them, no opinion of this sentiment is left; with nothing else, it stays.
      const rest = sum(without(text, decisive))
      expect(sentiment === 1 ? rest <= 0 : rest >= 0).toBe(true)
      expect(sum(decisive.map((span) => shown(text, span)).join(" ")) > 0 ? 1 : 0).toBe(sentiment)
    }
  })

  test("is as long and as positive as asked", () => {
    for (const seed of seeds) {
      const { opinions, sentiment, text } = review(seed, { opinions: 1, asides: 0, sentiment: "negative" })
      expect(opinions).toHaveLength(1)
      expect(sentiment).toBe(0)
      expect(text.match(/[.!]/g)).toHaveLength(1)
    }
  })
})
