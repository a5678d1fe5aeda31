import { random } from "@pami/core/tensor"
import { choose, countOf } from "../range.ts"
import { capital, fill, list, moved, pick, type Slots, type TextSpan, wordsOf } from "./text.ts"

/** A word that asks: for a person, for a colour and a thing, for a place. */
export type StoryQuestion = "who" | "what" | "where"

/** Options of a story. The seed decides everything else. */
export interface StoryOptions {
  /** Number of sentences with a fact, 1 to 4, or an inclusive range of these. Default: `[2, 4]`. */
  readonly facts?: number | readonly [number, number]
  /** Number of sentences that say nothing, 0 to 3, or an inclusive range of these. Default: `[1, 3]`. */
  readonly asides?: number | readonly [number, number]
  /**
   * The questions to choose from, by the word that asks: "where", and "who" or "what" or both. Default: `["who", "where"]`. The answer
   * to "what" has two words, and the model is right less often.
   */
  readonly asks?: readonly StoryQuestion[]
  /** Index in `facts` of the sentence to ask about. It changes nothing but the question. Default: any, equally often. */
  readonly asked?: number
}

/** The role of a word in a fact or a question. A question has a word that asks, in place of the word that answers it. */
export type StoryRole = "person" | "colour" | "thing" | "place" | "asks"

/** A sentence with the words that say who, what and where. */
export interface StorySentence extends TextSpan {
  readonly words: readonly (TextSpan & { readonly role: StoryRole })[]
}

/** A few sentences and a question about one of them. */
export interface Story {
  /** The sentences, then the question: the text that the model goes on writing. */
  readonly text: string
  /** The answer as the model writes it, in lower case: a person, a place, or a colour and a thing. */
  readonly answer: string
  /** Index in `facts` of the one that the answer comes from. No other gives this answer. */
  readonly source: number
  /** The sentences with a fact, in order. They share people, colours, things and places. */
  readonly facts: readonly StorySentence[]
  readonly question: StorySentence
}

const people = list("Anna Ben Clara David Emma Felix Hanna Jonas Laura Max Nina Oscar")
const colours = list("red blue green yellow black white brown golden")
const things = list("ball cup hat book key lamp coat drum kite spoon bag clock")
const places = list("kitchen garden hall attic cellar barn library office shed tower")

/** Sentences with a fact, and the questions that it answers, with the roles of the answer's words. */
const kinds: readonly {
  readonly facts: readonly string[]
  readonly questions: readonly {
    readonly asks: StoryQuestion
    readonly phrase: string
    readonly answer: readonly StoryRole[]
  }[]
}[] = [
  {
    facts: [
      "{person} has the {colour} {thing}",
      "{person} carries the {colour} {thing}",
      "the {colour} {thing} belongs to {person}",
    ],
    questions: [
      { asks: "who", phrase: "{who} has the {colour} {thing}", answer: ["person"] },
      { asks: "what", phrase: "{what} does {person} have", answer: ["colour", "thing"] },
    ],
  },
  {
    facts: [
      "the {colour} {thing} is in the {place}",
      "the {colour} {thing} lies in the {place}",
      "someone left the {colour} {thing} in the {place}",
    ],
    questions: [{ asks: "where", phrase: "{where} is the {colour} {thing}", answer: ["place"] }],
  },
  {
    facts: ["{person} is in the {place}", "{person} waits in the {place}"],
    questions: [{ asks: "where", phrase: "{where} is {person}", answer: ["place"] }],
  },
]

/** Sentences that say neither. */
const asides = [
  "{person} likes the {colour} {thing}",
  "nobody wants the {colour} {thing}",
  "{person} dreams of a {thing}",
  "the {place} was quiet",
  "{person} talks about the {place}",
  "a {colour} {thing} costs a lot of money",
  "{person} sings a song",
  "it rained all day",
]

const asking: Slots = { who: ["who"], what: ["what"], where: ["where"] }

/** Every word that stories and answers contain, in lower case. */
export const storyWords: readonly string[] = wordsOf(
  kinds.flatMap(({ facts, questions }) => [...facts, ...questions.map(({ phrase }) => phrase)]),
  asides,
  people,
  colours,
  things,
  places,
  list("who what where nothing"),
)

/**
 * Returns the story of a seed: sentences that say who has a thing, and where a person or a thing is, among others, and a question
 * about one of them. The same people, colours, things and places occur in several sentences. The same seed and options give the same
 * text in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 * @example
 * const { text, answer, source, facts } = story(7)
 * text.slice(facts[source].start, facts[source].end) // the sentence that the answer comes from
 */
export function story(seed: number, options: StoryOptions = {}): Story {
  const next = random(seed)
  const count = countOf(next, "facts", options.facts ?? [2, 4], 4)
  if (count === 0) throw new RangeError("a story has at least 1 fact, got 0")
  const others = countOf(next, "asides", options.asides ?? [1, 3], 3)
  const { asks = ["who", "where"] } = options
  for (const { questions } of kinds)
    if (!questions.some((one) => asks.includes(one.asks)))
      throw new RangeError(`asks must have "where", and "who" or "what", got ${JSON.stringify(asks)}`)
  const cast = castOf(next)
  const drawn = Array.from({ length: count }, () => pick(next, kinds)).map((kind, index) => ({
    kind,
    slots: cast.fact(kinds.indexOf(kind), index),
  }))
  const lines = [
    ...drawn.map(({ kind, slots }) => fill(next, pick(next, kind.facts), slots)),
    ...Array.from({ length: others }, () => fill(next, pick(next, asides), cast.all)),
  ]
  const facts: StorySentence[] = []
  const order: number[] = []
  let text = ""
  const write = ({ text: words, slots }: (typeof lines)[number], mark: string): StorySentence => {
    const start = text.length
    text += `${capital(words)}${mark} `
    const sentence = { start, end: text.length - 1 }
    return {
      ...sentence,
      words: slots.map(({ name, ...span }) => ({
        ...moved(span, start),
        role: (name in asking ? "asks" : name) as StoryRole,
      })),
    }
  }
  for (const index of choose(next, lines.length, lines.length)) {
    const sentence = write(lines[index], ".")
    if (index >= count) continue
    facts.push(sentence)
    order.push(index)
  }
  const any = Math.floor(next() * count)
  const source = options.asked ?? any
  if (order[source] === undefined)
    throw new RangeError(`asked must be the index of one of ${count} facts, got ${source}`)
  const { kind, slots } = drawn[order[source]]
  const { phrase, answer } = pick(
    next,
    kind.questions.filter((one) => asks.includes(one.asks)),
  )
  const question = write(fill(next, phrase, { ...slots, ...asking }), "?")
  return {
    text: text.trimEnd(),
    answer: answer.map((role) => slots[role][0].toLowerCase()).join(" "),
    source,
    facts,
    question,
  }
}

/** Draws a few people, colours, things and places. No two facts of a kind share a person, a thing with its colour, or a place. */
function castOf(next: () => number) {
  const draw = (count: number, from: readonly string[]) =>
    choose(next, count, from.length).map((index) => from[index])
  const all = {
    person: draw(4, people),
    colour: draw(2, colours),
    thing: draw(2, things),
    place: draw(4, places),
  }
  const objects = all.colour.flatMap((colour) =>
    all.thing.map((thing) => ({ colour: [colour], thing: [thing] })),
  )
  const orders = kinds.map(() => ({ people: choose(next, 4, 4), objects: choose(next, 4, 4) }))
  return {
    all: all as Slots,
    /** Returns the words of the fact of a kind at a place among all facts. */
    fact(kind: number, index: number): Slots {
      const { people, objects: order } = orders[kind]
      return { person: [all.person[people[index]]], ...objects[order[index]], place: [all.place[index]] }
    },
  }
}
