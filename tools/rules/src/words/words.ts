import { readText } from "../workspace.ts"

/** A word or phrase not to use. */
export interface Word {
  readonly pattern: RegExp
  /** The word as people know it, for messages. */
  readonly name: string
  /** What to write in its place. */
  readonly instead: string
}

const phrases: readonly Word[] = [
  word("whoever", "whoever", "name the actor: callers, users"),
  word("such", "such(?! as)", "this, these, or an adjective"),
  word("is no", "(?:is|are) no(?! longer)", "is not a, there are no …s"),
  word("of its own", "of (?:its|their) own", "its own …, a separate …"),
  word("told", "told", "knows, is given, reports"),
  word("at the most", "at the most", "at most"),
  word("besides", "besides", "also, except"),
  word("as … has it", String.raw`as (?:\S+ ){1,4}ha(?:s|ve) it`, "as in …, from …"),
  word("where there is none", "where (?:there )?(?:is|are) none", "if there is no …"),
  word("what … come to", String.raw`what [^.;:?]{0,60}c(?:o|a)mes? to`, "the result of …"),
  // A sentence that begins with "What" and is not a question.
  {
    name: "What …",
    pattern: /(?<=(?:^|[.:/\0"'`])\s*)What\b(?![^.\0]{0,200}\?)/gm,
    instead: "a noun: the feeds, the outputs",
  },
]

/** Returns a word whose spaces also match the end of a line. */
function word(name: string, source: string, instead: string): Word {
  return {
    name,
    pattern: new RegExp(String.raw`\b(?:${source})\b`.replaceAll(" ", String.raw`\s+`), "gi"),
    instead,
  }
}

/** Returns the words not to use: the phrases above, and the third column of the table in docs/glossary.md. */
export function wordsNotToUse(): Word[] {
  const rows = [...readText("docs/glossary.md").matchAll(/^\| \*\*(.+?)\*\* +\|.*\| *(.*?) *\|$/gm)]
  const synonyms = rows.flatMap(([, term, column]) =>
    [...column.matchAll(/`([^`]+)`/g)].map(([, synonym]) => word(synonym, `${synonym}(?:e?s)?`, term)),
  )
  return [...phrases, ...synonyms]
}
