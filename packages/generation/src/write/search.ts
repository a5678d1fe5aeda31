import type { Allow } from "./allow.ts"

/** Returns the log-probabilities of every word after each of the beginnings, all of one length. */
export type NextWords = (beginnings: readonly (readonly number[])[]) => Promise<readonly Float64Array[]>

/** Options of {@link search}. */
export interface SearchOptions {
  /** Number of beginnings that are kept at each step. 1 is greedy. */
  readonly beams: number
  /** The ids that end an answer. */
  readonly end: ReadonlySet<number>
  /** Most ids of an answer, without the end. */
  readonly maxLength: number
  /** Answers are compared by their log-probability over their length, with the end, to this power. */
  readonly lengthPenalty: number
  /** Rules out words. */
  readonly allow: Allow
}

/** An answer of a search. */
export interface Found {
  /** Without the end. */
  readonly ids: readonly number[]
  /** Sum of the log-probabilities of the ids. */
  readonly written: number
  /** The same and, if the model ended the answer, the log-probability of the end. */
  readonly logProbability: number
  /** Whether the model ended it: else it reached `maxLength`. */
  readonly ended: boolean
}

/**
 * Returns the answer of a greedy search or a beam search. Of words that score alike, the one of the lowest id wins, then
 * that of the earlier beam. A beam search ends once none of its beginnings can become better than the answers that it has.
 */
export async function search(next: NextWords, options: SearchOptions): Promise<Found> {
  const { beams, end, maxLength, lengthPenalty, allow } = options
  let live: Found[] = [nothingYet]
  const done: Found[] = []
  const ratingOf = ({ ids, logProbability, ended }: Found) =>
    logProbability / Math.max(1, ids.length + Number(ended)) ** lengthPenalty
  const byRating = (a: Found, b: Found) => ratingOf(b) - ratingOf(a)
  /** Returns the highest rating that a beginning can reach: each further word makes it less probable. */
  const bestOf = ({ ids, logProbability }: Found) =>
    logProbability / (lengthPenalty > 0 ? maxLength + 1 : Math.max(1, ids.length)) ** lengthPenalty
  for (let length = 0; length < maxLength && live.length > 0; length++) {
    const scores = await next(live.map(({ ids }) => ids))
    for (const [beam, { ids }] of live.entries()) allow(ids, scores[beam])
    // So many that, whichever of them end, as many go on as are kept.
    const candidates = best(live, scores, (1 + end.size) * beams)
    const grown: Found[] = []
    for (const [rank, { beam, id, logProbability }] of candidates.entries()) {
      const { ids, written } = live[beam]
      if (!end.has(id))
        grown.push({ ids: [...ids, id], written: logProbability, logProbability, ended: false })
      else if (rank < beams) done.push({ ids, written, logProbability, ended: true })
    }
    live = grown.slice(0, beams)
    if (beams === 1 && done.length > 0) break
    // Of the answers, the best is enough.
    done.sort(byRating).splice(1)
    if (done.length > 0 && live.every((beginning) => bestOf(beginning) <= ratingOf(done[0]))) live = []
  }
  const [found] = (beams === 1 && done.length > 0 ? done : [...done, ...live]).sort(byRating)
  return found ?? nothingYet
}

const nothingYet: Found = { ids: [], written: 0, logProbability: 0, ended: false }

interface Candidate {
  readonly beam: number
  readonly id: number
  readonly logProbability: number
}

/** Returns the best next words, best first. */
function best(live: readonly Found[], scores: readonly Float64Array[], count: number): Candidate[] {
  const found: Candidate[] = []
  for (const [beam, words] of scores.entries())
    for (let id = 0; id < words.length; id++) {
      const logProbability = live[beam].logProbability + words[id]
      if (!(logProbability > -Infinity)) continue
      const worst = found[count - 1]
      if (worst !== undefined && logProbability < worst.logProbability) continue
      const candidate = { beam, id, logProbability }
      let place = found.length
      while (place > 0 && comesBefore(candidate, found[place - 1])) place--
      found.splice(place, 0, candidate)
      if (found.length > count) found.pop()
    }
  return found
}

function comesBefore(a: Candidate, b: Candidate): boolean {
  if (a.logProbability !== b.logProbability) return a.logProbability > b.logProbability
  return a.id !== b.id ? a.id < b.id : a.beam < b.beam
}
