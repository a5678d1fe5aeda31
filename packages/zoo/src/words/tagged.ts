import { random } from "@pami/core/tensor"
import { choose, countOf } from "../range.ts"
import { capital, fill, list, moved, pick, type Slots, type TextSpan, wordsOf } from "./text.ts"

/** The tags of words, in the order of the classes of the model: `O` for a word that is not a name. */
export const tagLabels = ["O", "PERSON", "PLACE", "COMPANY"] as const

/** Options of a text with names. The seed decides everything else. */
export interface TaggedOptions {
  /** Number of sentences with one name or two, 1 to 3, or an inclusive range of these. Default: `[1, 2]`. */
  readonly sentences?: number | readonly [number, number]
  /** Number of sentences without a name, 0 to 2, or an inclusive range of these. Default: `[0, 1]`. */
  readonly asides?: number | readonly [number, number]
}

/** A name in a text, one word. */
export interface TaggedName extends TextSpan {
  /** Index in `tagLabels`. */
  readonly tag: number
  /** The word beside the name that decides its tag. Without it, the name may have any tag. */
  readonly decisive: TextSpan
}

/** A text with names. */
export interface Tagged {
  readonly text: string
  /** The names, in order. All other words have the tag `O`. */
  readonly names: readonly TaggedName[]
}

/** Words that decide the tag of the name beside them. */
const decisive = {
  PERSON: {
    title: list("Mr Mrs Doctor Professor Captain Aunt Uncle"),
    act: list("smiled laughed slept cried danced whispered"),
  },
  PLACE: {
    site: list("city village island harbour valley"),
    way: list("in near around towards"),
  },
  COMPANY: {
    firm: list("company bank brewery airline publisher"),
    suffix: list("Ltd Inc Group Holdings"),
  },
}

/** Any of them may be a person, a place or a company. */
const names = list(
  "Austin Bristol Camden Carter Chelsea Clifton Florence Hudson Jackson Jordan Lincoln Logan Madison Preston Sydney " +
    "Victoria Virginia Warwick Windsor Winston",
)

const lists: Slots = {
  ...Object.assign({}, ...Object.values(decisive)),
  name: names,
  named: [
    "{title} {name}",
    "{title} {name}",
    "the {site} {name}",
    "the {site} {name}",
    "the {firm} {name}",
    "{name} {suffix}",
  ],
  event: ["{name} {act}", "it happened {way} {name}", "they lived {way} {name}"],
  time: ["on monday", "in the morning", "last week", "near the end", "in the summer", "at night"],
  people: list("we they everyone nobody"),
  about: list("saw liked forgot mentioned remembered painted"),
  person: list("captain doctor professor farmer soldier"),
  building: list("bank brewery school station bridge"),
}

/** Sentences with one name or two. */
const sentences = [
  "{people} {about} {named}",
  "{people} {about} {named} {time}",
  "the film was about {named}",
  "the story of {named} was long",
  "{people} {about} {named} and {named}",
  "{time} {people} {about} {named}",
  "{event}",
  "{event} {time}",
  "{event} and {event}",
]

/** Sentences without a name, though with words that decide the tags of names elsewhere. */
const asides = [
  "the {person} smiled",
  "the {building} was closed {time}",
  "a {person} slept near the {building}",
  "a company from the city built the {building}",
  "it rained {time}",
]

const tagOf = new Map<string, number>(
  Object.entries(decisive).flatMap(([tag, words]) =>
    Object.keys(words).map((slot) => [slot, tagLabels.indexOf(tag as (typeof tagLabels)[number])] as const),
  ),
)

/** Every word that these texts contain, in lower case. */
export const taggedWords: readonly string[] = wordsOf(sentences, asides, ...Object.values(lists))

/**
 * Returns the text of a seed, with names of people, places and companies. The names themselves are the same for all three: one word
 * beside a name decides, a title or what a person does, a preposition or a kind of place, a kind of company or what its name ends
 * in. The same seed and options give the same text in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 * @example
 * const { text, names } = tagged(7)
 * names.map(({ start, end, tag }) => `${text.slice(start, end)}: ${tagLabels[tag]}`)
 */
export function tagged(seed: number, options: TaggedOptions = {}): Tagged {
  const next = random(seed)
  const count = countOf(next, "sentences", options.sentences ?? [1, 2], 3)
  if (count === 0) throw new RangeError("a text has at least 1 sentence with a name, got 0")
  const others = countOf(next, "asides", options.asides ?? [0, 1], 2)
  const drawn = Array.from({ length: count + others }, (_, index) =>
    fill(next, pick(next, index < count ? sentences : asides), lists),
  )
  let text = ""
  const found: TaggedName[] = []
  for (const index of choose(next, drawn.length, drawn.length)) {
    const { text: words, slots } = drawn[index]
    // Each name stands beside the slot that decides its tag, in the same outer slot.
    const outer = slots.filter(({ name }) => name === "named" || name === "event")
    for (const { start, end } of outer) {
      const inner = slots.filter((slot) => slot.start >= start && slot.end <= end)
      const name = inner.find((slot) => slot.name === "name")!
      const deciding = inner.find((slot) => tagOf.has(slot.name))!
      found.push({
        ...moved(name, text.length),
        tag: tagOf.get(deciding.name)!,
        decisive: moved(deciding, text.length),
      })
    }
    text += `${capital(words)}. `
  }
  return { text: text.trimEnd(), names: found }
}
