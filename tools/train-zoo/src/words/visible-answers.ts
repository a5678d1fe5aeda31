import type { Story, StoryRole, StorySentence } from "@pami/zoo"

/** Words of a sentence by their role, as far as they are visible. */
type Visible = Partial<Record<StoryRole, string>>

/** Roles of the words that answer, by the word that asks. */
const asked: Readonly<Record<string, readonly StoryRole[]>> = {
  who: ["person"],
  what: ["colour", "thing"],
  where: ["place"],
}

/**
 * Returns the answers to the visible part of a story, each as likely. A fact answers if its words for the answer are visible, and one
 * more that tells what it is about. Of several, those answer that share the most words with the question, and do not contradict
 * it; without a question, all do.
 *
 * @param isVisible whether a word is
 * @returns no answer if the question shares no word with a fact
 */
export function visibleAnswers(
  { text, facts, question }: Story,
  isVisible: (word: StorySentence["words"][number]) => boolean,
): string[] {
  const visible = ({ words }: StorySentence): Visible =>
    Object.fromEntries(
      words.filter(isVisible).map(({ role, start, end }) => [role, text.slice(start, end).toLowerCase()]),
    )
  const keys = visible(question)
  const isAbout = question.words.some((word) => word.role !== "asks" && isVisible(word))
  const found = facts.flatMap((fact) => {
    const own = visible(fact)
    const roles = fact.words.map(({ role }) => role)
    return (roles.includes("place") ? ["where"] : ["who", "what"]).flatMap((asks) => {
      const answer = asked[asks]
      if ((keys.asks ?? asks) !== asks || answer.some((role) => own[role] === undefined)) return []
      const about = roles.filter((role) => !answer.includes(role) && own[role] !== undefined)
      const shared = about.filter((role) => keys[role] === own[role]).length
      const contradicts = about.some((role) => keys[role] !== undefined && keys[role] !== own[role])
      if (about.length === 0 || contradicts || (isAbout && shared === 0)) return []
      return [{ answer: answer.map((role) => own[role]).join(" "), shared }]
    })
  })
  const most = Math.max(...found.map(({ shared }) => shared))
  return found.filter(({ shared }) => shared === most).map(({ answer }) => answer)
}
