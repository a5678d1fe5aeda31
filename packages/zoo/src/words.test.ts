import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { opinionsOf, review, story, tagged, tagLabels, type TextSpan } from "./index.ts"

const seeds = Array.from({ length: 60 }, (_, index) => 300 + index)

// The models were trained on these texts: if a digest must change, train its model again.
test.each([
  ["review", review, "75432af4f9d3804d"],
  ["story", story, "89d131d1fb8fe104"],
  ["tagged text", tagged, "f44ca844c22bfb65"],
])("a %s has the same text for the same seed, in every engine", (_, make, digest) => {
  const hash = createHash("sha256")
  for (const seed of seeds) hash.update(make(seed).text)
  expect(hash.digest("hex").slice(0, 16)).toBe(digest)
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

describe("a story", () => {
  test("ends with a question about one sentence, and no other of its kind is about the same", () => {
    for (const seed of seeds) {
      const { text, answer, source, facts, question } = story(seed)
      expect(text.endsWith(shown(text, question))).toBe(true)
      const wordsOf = ({ words }: (typeof facts)[number]) =>
        words.filter(({ role }) => role !== "asks").map((word) => shown(text, word).toLowerCase())
      const keys = wordsOf(question)
      const wanted = shown(text, question).startsWith("Where ") ? "place" : "person"
      const answers = facts.flatMap(({ words }, index) => {
        const role = words.some(({ role }) => role === "place") ? "place" : "person"
        const rest = wordsOf({ ...facts[index], words: words.filter((word) => word.role !== role) })
        const found = words.find((word) => word.role === role)!
        return role === wanted && rest.join() === keys.join()
          ? [{ index, answer: shown(text, found).toLowerCase() }]
          : []
      })
      expect(answers).toEqual([{ index: source, answer }])
    }
  })

  test("is the same when another of its facts is asked about", () => {
    const { text, facts, question } = story(7, { facts: 3 })
    const others = facts.map((_, asked) => story(7, { facts: 3, asked }))
    for (const other of others)
      expect(other.text.slice(0, question.start)).toBe(text.slice(0, question.start))
    expect(new Set(others.map(({ answer }) => answer)).size).toBe(3)
    expect(others.map(({ source }) => source)).toEqual([0, 1, 2])
    expect(() => story(7, { facts: 3, asked: 3 })).toThrow(/one of 3 facts/)
    const what = seeds.map((seed) => story(seed, { asks: ["what", "where"] }))
    for (const { text, answer } of what) expect(answer.split(" ")).toHaveLength(/What /.test(text) ? 2 : 1)
    expect(() => story(7, { asks: ["where"] })).toThrow(/"who" or "what"/)
  })

  test("has as many sentences as asked", () => {
    const count = (options: Parameters<typeof story>[1]) => story(7, options).text.match(/[.?]/g)?.length
    expect(count({ facts: 1, asides: 0 })).toBe(2)
    expect(count({ facts: 4, asides: 3 })).toBe(8)
    expect(() => story(7, { facts: 0 })).toThrow(/at least 1 fact/)
    expect(() => story(7, { facts: 5 })).toThrow(/from 0 to 4/)
  })
})

describe("a tagged text", () => {
  test("has a word beside each name that decides its tag, and the same names with every tag", () => {
    const tagsOf = new Map<string, Set<number>>()
    const cues = new Map<string, Set<number>>()
    for (let seed = 0; seed < 400; seed++) {
      const { text, names } = tagged(seed)
      for (const { tag, decisive, ...name } of names) {
        expect(Math.max(name.start, decisive.start) - Math.min(name.end, decisive.end)).toBe(1)
        const add = (map: typeof cues, word: string) => map.set(word, (map.get(word) ?? new Set()).add(tag))
        add(tagsOf, shown(text, name))
        add(cues, shown(text, decisive))
      }
    }
    for (const tags of tagsOf.values()) expect(tags.size).toBe(tagLabels.length - 1)
    for (const tags of cues.values()) expect(tags.size).toBe(1)
  })

  test("has as many sentences as asked", () => {
    expect(tagged(7, { sentences: 3, asides: 2 }).text.match(/[.]/g)).toHaveLength(5)
    expect(() => tagged(7, { sentences: 0 })).toThrow(/at least 1 sentence/)
  })
})
