import { shown } from "@pami/image"

/** A command line that a person can copy: words that a shell would read otherwise are quoted. */
export function commandOf(...words: readonly string[]): string {
  return words.map(quoted).join(" ")
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  // What cannot be seen cannot be checked before it is run: such a word is shown escaped, for the eye alone.
  if (/[^\x20-\x7e\u00a1-\u1fff\u2c00-\ud7ff\uf900-\ufaff]/.test(word)) return shown(word, 200)
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
