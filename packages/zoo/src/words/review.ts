import { random } from "@pami/core/tensor"
import { countOf } from "../range.ts"
import { intensifiers, negations, type Opinion, opinionsOf, opinionWords } from "./opinion.ts"
import { capital, fill, list, pick, type Slots, type TextSpan, wordsOf } from "./text.ts"

/** The answers, in the order of the classes of the model. */
export const reviewLabels = ["negative", "positive"] as const

/** Options of a review. The seed decides everything else. */
export interface ReviewOptions {
  /** The answer. Default: any, equally often. */
  readonly sentiment?: (typeof reviewLabels)[number]
  /** Number of opinions, 1 to 3, or an inclusive range of these. Default: `[1, 3]`. */
  readonly opinions?: number | readonly [number, number]
  /** Number of sentences without an opinion, 0 to 3, or an inclusive range of these. Default: `[1, 2]`. */
  readonly asides?: number | readonly [number, number]
}

/** A review of a film, with the words that decide whether it is positive. */
export interface Review {
  readonly text: string
  /** Index in `reviewLabels`, which is the class of the model: the sign of the sum of the opinions' values. */
  readonly sentiment: number
  /** The opinions, in order. Their sum is never zero. */
  readonly opinions: readonly Opinion[]
  /** The words of the opinions that agree with the sentiment, in order. They decide it: all others speak against it, or say nothing. */
  readonly decisive: readonly TextSpan[]
}

const { adjectives, past, base } = opinionWords
const lists: Slots = {
  adjective: [...adjectives.good, ...adjectives.bad],
  past: [...past.good, ...past.bad],
  base: [...base.good, ...base.bad],
  negation: negations,
  intensifier: intensifiers,
  quality: [
    "{adjective}",
    "{adjective}",
    "{adjective}",
    "{intensifier} {adjective}",
    "{intensifier} {adjective}",
    "{negation} {adjective}",
    "{negation} {intensifier} {adjective}",
  ],
  kind: ["{adjective}", "{intensifier} {adjective}"],
  verdict: [
    "{past}",
    "{past}",
    "{past}",
    "{intensifier} {past}",
    "{intensifier} {past}",
    "did not {base}",
    "did not {intensifier} {base}",
  ],
  aspect: list(
    "acting plot story music script ending dialogue cast camera pacing beginning humour sound design editing",
  ),
  film: list("film movie picture comedy drama thriller"),
  people: list("we i they"),
  relative: list("sister brother mother father neighbour friend teacher"),
  place: list("cinema theatre village harbour castle station hotel school museum town"),
  time: ["on monday", "in the morning", "last week", "on a rainy evening", "after work", "in the summer"],
  number: list("two three four five"),
  role: list("director actor singer writer producer"),
  person: list("farmer doctor painter soldier student baker widow detective"),
  deed: ["wrote the script", "played the piano", "built the boats", "chose the costumes", "drove the bus"],
  event: [
    "move to a {place}",
    "find an old map",
    "lose their keys",
    "meet on a train",
    "open a shop",
    "cross the sea",
  ],
  neutral: list("long late full early quiet dark crowded"),
}

/** Sentences with one opinion. */
const judgements = [
  "the {aspect} was {quality}",
  "the {aspect} of the {film} was {quality}",
  "for me the {aspect} was {quality}",
  "{people} found the {aspect} {quality}",
  "it was a {kind} {film}",
  "it was {negation} a {kind} {film}",
  "this is a {kind} {film}",
  "{people} {verdict} the {aspect}",
  "{people} {verdict} this {film}",
]

/** Sentences without one, among them some with a negation or an intensifier. */
const asides = [
  "we saw it at the {place} {time}",
  "my {relative} bought the tickets {time}",
  "the {film} runs for {number} hours",
  "it was made in a {place} {time}",
  "the {role} also {deed}",
  "the {role} {deed} with my {relative}",
  "it is about a {person} and a {person} who {event}",
  "there were {number} people in the {place}",
  "a {person} and a {person} {event}",
  "the {place} was {intensifier} {neutral}",
  "the {place} was {negation} {neutral}",
  "it was not shown at the {place}",
  "the {role} never saw the {place}",
]

/** Every word that reviews contain, in lower case. */
export const reviewWords: readonly string[] = wordsOf(
  judgements,
  asides,
  ...Object.values(lists),
  list("a an and but"),
)

/**
 * Returns the review of a seed: sentences with one to three opinions among others that say nothing about the film. The same seed and
 * options give the same text in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 * @example
 * const { text, opinions, decisive } = review(7)
 * decisive.map(({ start, end }) => text.slice(start, end)) // the words that decide
 */
export function review(seed: number, options: ReviewOptions = {}): Review {
  const next = random(seed)
  const { sentiment: wanted = reviewLabels[Math.floor(2 * next())] } = options
  const sentiment = reviewLabels.indexOf(wanted)
  if (sentiment < 0)
    throw new RangeError(`unknown sentiment "${wanted}"; expected ${reviewLabels.join(" or ")}`)
  const count = countOf(next, "opinions", options.opinions ?? [1, 3], 3)
  if (count === 0) throw new RangeError("a review has at least 1 opinion, got 0")
  const others = countOf(next, "asides", options.asides ?? [1, 2], 3)
  for (;;) {
    const text = written(next, count, others)
    const opinions = opinionsOf(text)
    const sum = opinions.reduce((sum, { value }) => sum + value, 0)
    if (sum === 0 || sum > 0 !== (sentiment === 1)) continue
    const decisive = opinions.filter(({ value }) => value > 0 === sum > 0).flatMap(({ words }) => words)
    return { text, sentiment, opinions, decisive }
  }
}

/** Returns sentences in random order; sometimes two judgements share one. */
function written(next: () => number, count: number, others: number): string {
  const sentence = (phrases: readonly string[]) => fill(next, pick(next, phrases), lists).text
  const judged = Array.from({ length: count }, () => sentence(judgements))
  if (count > 1 && next() < 0.4)
    judged.unshift(`${judged.shift()}, ${pick(next, ["and", "but"])} ${judged.shift()}`)
  const all = [...judged, ...Array.from({ length: others }, () => sentence(asides))]
  const ordered = Array.from({ length: all.length }, () => all.splice(Math.floor(next() * all.length), 1)[0])
  const ends = () => (next() < 0.1 ? "!" : ".")
  return ordered
    .map((words) => capital(words.replaceAll(/\ba (?=[aeiou])/g, "an ").replaceAll(/\bi\b/g, "I")) + ends())
    .join(" ")
}
