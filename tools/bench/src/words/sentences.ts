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
