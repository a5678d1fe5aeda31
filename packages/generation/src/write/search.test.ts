import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { allowed } from "./allow.ts"
import { type Found, search, type SearchOptions } from "./search.ts"

const vocabulary = 4
const end = new Set([2])

/** Log-probabilities of four words after any beginning, from a seed. */
function scoresAfter(seed: number) {
  const known = new Map<string, number[]>()
  return (ids: readonly number[]): number[] => {
    const key = ids.join()
    if (!known.has(key)) {
      const hash = [...key].reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), seed)
      const next = random(hash)
      const shares = Array.from({ length: vocabulary }, () => next() ** 3 + 1e-4)
      const sum = shares.reduce((a, b) => a + b, 0)
      known.set(
        key,
        shares.map((share) => Math.log(share / sum)),
      )
    }
    return known.get(key)!
  }
}

const nextOf =
  (scores: (ids: readonly number[]) => number[]) => async (all: readonly (readonly number[])[]) =>
    all.map((ids) => Float64Array.from(scores(ids)))

const options = (more: Partial<SearchOptions>): SearchOptions => ({
  beams: 1,
  end,
  maxLength: 4,
  lengthPenalty: 1,
  allow: () => {},
  ...more,
})

/** Every answer there is. */
function everyAnswer(scores: (ids: readonly number[]) => number[], maxLength: number): Found[] {
  const grow = (ids: readonly number[], written: number): Found[] =>
    ids.length === maxLength
      ? [{ ids, written, logProbability: written, ended: false }]
      : scores(ids).flatMap((score, id) =>
          end.has(id)
            ? [{ ids, written, logProbability: written + score, ended: true }]
            : grow([...ids, id], written + score),
        )
  return grow([], 0)
}

test.each([0, 0.6, 1, 2, -1])(
  "a beam search that keeps every beginning finds the best of all answers, with length penalty %d",
  async (lengthPenalty) => {
    for (let seed = 0; seed < 40; seed++) {
      const scores = scoresAfter(seed)
      const rating = ({ ids, logProbability, ended }: Found) =>
        logProbability / Math.max(1, ids.length + Number(ended)) ** lengthPenalty
      const [best] = everyAnswer(scores, 4).sort((a, b) => rating(b) - rating(a))
      const found = await search(nextOf(scores), options({ beams: 64, lengthPenalty }))
      expect([seed, ...found.ids]).toEqual([seed, ...best.ids])
      expect(found.logProbability).toBeCloseTo(best.logProbability, 10)
    }
  },
)

test("a greedy search takes the best word at each step", async () => {
  for (let seed = 0; seed < 40; seed++) {
    const scores = scoresAfter(seed)
    const ids: number[] = []
    while (ids.length < 4) {
      const own = scores(ids)
      const best = own.indexOf(Math.max(...own))
      if (end.has(best)) break
      ids.push(best)
    }
    expect([seed, ...(await search(nextOf(scores), options({}))).ids]).toEqual([seed, ...ids])
  }
})

// The best first word leads nowhere.
const trap = (ids: readonly number[]) =>
  (ids.length === 0
    ? [0.6, 0.4, 1e-9, 1e-9]
    : ids[0] === 0
      ? [0.3, 0.25, 0.25, 0.2]
      : [0.01, 0.01, 0.97, 0.01]
  ).map(Math.log)

test("two beams find what a greedy search misses", async () => {
  expect((await search(nextOf(trap), options({ lengthPenalty: 0 }))).ids[0]).toBe(0)
  const found = await search(nextOf(trap), options({ beams: 2, lengthPenalty: 0 }))
  expect(found).toMatchObject({ ids: [1], ended: true })
  expect(found.logProbability).toBeCloseTo(Math.log(0.4 * 0.97), 10)
})

test.each([1, 3])(
  "of words that score alike, the one of the lowest id is taken, with %d beams",
  async (beams) => {
    const flat = () => [0.3, 0.3, 0.1, 0.3].map(Math.log)
    const found = await search(nextOf(flat), options({ beams, maxLength: 3 }))
    expect(found.ids).toEqual([0, 0, 0])
  },
)

test("each step asks for the beginnings that are kept, and a search that cannot improve ends", async () => {
  const asked: number[] = []
  const next = nextOf(trap)
  await search(
    (all) => {
      asked.push(all.length)
      return next(all)
    },
    options({ beams: 2, lengthPenalty: 0, maxLength: 10 }),
  )
  expect(asked[0]).toBe(1)
  expect(asked.slice(1).every((count) => count === 2)).toBe(true)
  expect(asked.length).toBeLessThan(10)
})

test("words that are ruled out are never written", async () => {
  const allow = (more: Parameters<typeof allowed>[0]) => allowed(more, end, [1])
  const flat = () => [0.4, 0.3, 0.2, 0.1].map(Math.log)
  const ids = async (more: Parameters<typeof allowed>[0], maxLength = 4) =>
    (await search(nextOf(flat), options({ maxLength, allow: allow(more) }))).ids
  expect(await ids({})).toEqual([0, 0, 0, 0])
  expect(await ids({ forbidden: [0, 99, -1] })).toEqual([1, 1, 1, 1])
  // The end is likelier than 3, but not allowed before three ids.
  expect(await ids({ forbidden: [0, 1], minLength: 3 })).toEqual([3, 3, 3])
  // No pair twice: the start counts.
  expect(await ids({ noRepeat: 2 }, 6)).toEqual([0, 0, 1, 1])
  expect(await ids({ noRepeat: 1 }, 6)).toEqual([0])
  expect(await ids({ forbidden: [0, 1, 2, 3] })).toEqual([])
})
