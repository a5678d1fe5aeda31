import { shown } from "@pami/image"

/** A command line that a person can copy: words that a shell would read otherwise are quoted. */
export function commandOf(...words: readonly string[]): string {
  return words.map(quoted).join(" ")
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  // Invisible characters cannot be checked before a command is run: they are shown escaped, for the eye alone.
  if (/[^\x20-\x7e\u00a1-\u1fff\u2c00-\ud7ff\uf900-\ufaff]/.test(word)) return shown(word, 200)
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
