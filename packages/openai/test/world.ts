// A language model whose answers are known: it reads where things are from the sentences of its prompt.
import { random } from "@pami/core/tensor"

const names = ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas"]
const things = ["key", "coat", "book", "lamp", "ring", "map", "cup", "hat", "bike", "drum"]
const places = ["attic", "barn", "cellar", "garden", "hall", "kitchen", "library", "office", "shed", "tower"]
const fillers = [
  "It rained for most of the afternoon.",
  "The train from the coast was late again.",
  "Somebody had painted the gate green.",
  "Nobody spoke about the letter.",
  "The clock on the wall had stopped at noon.",
  "A dog barked twice and was quiet.",
  "They had soup and bread for dinner.",
  "The neighbours were away until Monday.",
]

/** A context whose source of the answer is known. */
export interface Story {
  readonly kind: StoryKind
  readonly sentences: readonly string[]
  readonly question: string
  readonly answer: string
  /** Positions of the sentences that the answer comes from. */
  readonly sources: readonly number[]
}

/** One sentence says it; two say it; it follows from two; another sentence says otherwise. */
export const storyKinds = ["single", "twice", "two steps", "contradicted"] as const
export type StoryKind = (typeof storyKinds)[number]

/** Returns a story of so many sentences. */
export function story(kind: StoryKind, sentences: number, seed: number): Story {
  const next = random(seed)
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(next() * list.length)]
  const other = (list: readonly string[], ...not: readonly string[]) =>
    pick(list.filter((item) => !not.includes(item)))
  const [name, thing, place] = [pick(names), pick(things), pick(places)]
  const [friend, wrong] = [other(names, name), other(places, place)]
  const facts = {
    single: [`${name}'s ${thing} is in the ${place}.`],
    twice: [`${name}'s ${thing} is in the ${place}.`, `${name} left the ${thing} in the ${place}.`],
    "two steps": [`${name}'s ${thing} is in ${friend}'s bag.`, `${friend}'s bag is in the ${place}.`],
    contradicted: [`${name}'s ${thing} is in the ${place}.`],
  }[kind]
  const rest = kind === "contradicted" ? [`${friend} thinks that ${name}'s ${thing} is in the ${wrong}.`] : []
  while (facts.length + rest.length < sentences) {
    const [someone, something, somewhere] = [pick(names), pick(things), pick(places)]
    const isAbout = someone === name && something === thing
    rest.push(next() < 0.5 && !isAbout ? `${someone}'s ${something} is in the ${somewhere}.` : pick(fillers))
  }
  const all = [...facts, ...rest].map((text) => ({ text, at: next(), isFact: facts.includes(text) }))
  all.sort((a, b) => a.at - b.at)
  return {
    kind,
    sentences: all.map(({ text }) => text),
    question: `Where is ${name}'s ${thing}?`,
    answer: `${name}'s ${thing} is in the ${place}.`,
    sources: all.flatMap(({ isFact }, index) => (isFact ? [index] : [])),
  }
}

/** Returns the tokens of a text: words with the space before them, and punctuation. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*[\p{L}\p{N}']+|\s*[^\s\p{L}\p{N}]|\s+/gu) ?? []
}

/** Returns the log-probabilities of the next token's candidates, given all that stands before it. */
export function nextTokens(prompt: string, begun: string): ReadonlyMap<string, number> {
  const asked = [...begun.matchAll(/(\w+)'s (\w+) is in the$/g)].at(-1)
  if (asked === undefined) return scripted(prompt, begun)
  return placesOf(prompt, asked[1], asked[2])
}

/** The sentence that answers each question of the prompt, in order, with its place left open. */
function scripted(prompt: string, begun: string): ReadonlyMap<string, number> {
  const questions = [...prompt.matchAll(/Where is (\w+)'s (\w+)\?/g)]
  const template = questions.map(([, name, thing]) => `${name}'s ${thing} is in the `)
  const done = begun.match(/in the \w+\./g)?.length ?? 0
  const current = begun.slice(begun.lastIndexOf(".") + 1)
  const rest = template[done]
  if (/in the \w+$/.test(begun)) return new Map([[".", -0.02]])
  if (rest === undefined) return new Map([["", -0.01]])
  const wanted = done === 0 ? rest : ` ${rest}`
  const token = tokensOf(wanted.slice(current.length))[0]
  return new Map([[token, -0.05]])
}

function placesOf(prompt: string, name: string, thing: string): ReadonlyMap<string, number> {
  const sentences = prompt.split(/(?<=[.?])\s+|\n+/)
  const logits = new Map(places.map((place) => [place, 0]))
  const raise = (place: string, by: number) => logits.set(place, (logits.get(place) ?? 0) + by)
  const owners = new Map<string, string>()
  const sure = new Set<string>()
  let bag: string | undefined
  for (const sentence of sentences) {
    const doubt = /thinks that (\w+)'s (\w+) is in the (\w+)\./.exec(sentence)
    const fact = /^(\w+)'s (\w+) is in the (\w+)\.$/.exec(sentence)
    const left = /^(\w+) left the (\w+) in the (\w+)\.$/.exec(sentence)
    const inBag = /^(\w+)'s (\w+) is in (\w+)'s bag\.$/.exec(sentence)
    if (inBag?.[1] === name && inBag[2] === thing) bag = inBag[3]
    if (doubt?.[1] === name && doubt[2] === thing) raise(doubt[3], 2)
    for (const found of [fact, left]) {
      if (found === null) continue
      const [, who, what, place] = found
      if (what === "bag") owners.set(who, place)
      if (who === name && what === thing) sure.add(place)
      else raise(place, who === name || what === thing ? 0.5 : 0.15)
    }
  }
  const viaBag = bag === undefined ? undefined : owners.get(bag)
  if (viaBag !== undefined) sure.add(viaBag)
  for (const place of sure) raise(place, 5)
  const all = [...logits].map(([place, logit]) => [place, logit + wobble(prompt + place)] as const)
  const total = Math.log(all.reduce((sum, [, logit]) => sum + Math.exp(logit), 0))
  return new Map(
    all.sort((a, b) => b[1] - a[1]).map(([place, logit]) => [` ${place}`, logit - total] as const),
  )
}

/** A change between -0.3 and 0.3 that only the text decides: models react to every word a little. */
function wobble(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507)
  return ((hash >>> 8) / 2 ** 24 - 0.5) * 0.6
}

/** Returns the log-probability of each token of an answer. */
export function scoreAnswer(prompt: string, answer: string): { token: string; logprob: number }[] {
  let begun = ""
  return tokensOf(answer).map((token) => {
    const logprob = nextTokens(prompt, begun).get(token) ?? -11
    begun += token
    return { token, logprob }
  })
}

/** Returns the model's answer. */
export function generate(prompt: string, most = 100) {
  const tokens: { token: string; logprob: number; top: [string, number][] }[] = []
  let begun = ""
  while (tokens.length < most) {
    const top = [...nextTokens(prompt, begun)]
    const [token, logprob] = top[0]
    if (token === "") break
    tokens.push({ token, logprob, top })
    begun += token
  }
  return tokens
}
