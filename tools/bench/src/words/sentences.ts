import { random } from "@pami/core/tensor"

const nouns = ["film", "plot", "cast", "music", "ending", "script", "camera", "story", "scene", "director"]
const verbs = ["was", "seemed", "felt", "looked"]
const opinions = [
  "great",
  "good",
  "fine",
  "excellent",
  "funny",
  "beautiful",
  "charming",
  "perfect",
  "brilliant",
  "pleasant",
  "bad",
  "terrible",
  "boring",
  "awful",
  "weak",
  "stupid",
  "horrible",
  "dull",
  "sad",
  "ugly",
]

const others =
  "the film was in a of and with by plot story we saw it there that then one day at night from here".split(
    " ",
  )

/** Returns words without an order, of which two to four are opinions, at any distance from each other. */
export function scattered(seed: number): string {
  const next = random(seed)
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)]
  const words = Array.from({ length: 6 + Math.floor(next() * 20) }, () => pick(others))
  const count = 2 + Math.floor(next() * 3)
  for (let opinion = 0; opinion < count; opinion++) words[Math.floor(next() * words.length)] = pick(opinions)
  return words.join(" ")
}

/** Returns an English sentence about a film with two to four opinions, none of them negated. */
export function sentence(seed: number): string {
  const next = random(seed)
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(next() * list.length)]
  const clauses = Array.from(
    { length: 2 + Math.floor(next() * 3) },
    () => `the ${pick(nouns)} ${pick(verbs)} ${pick(opinions)}`,
  )
  return clauses.join(" and ")
}
