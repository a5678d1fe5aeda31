import { proseIn } from "./prose.ts"
import { type Word, wordsNotToUse } from "./words.ts"
import { readText, repositoryFiles, workspacePackages } from "../workspace.ts"

// These files quote the words.
const quoting = "tools/rules/src/words/"

/** A word not to use, and where it is used. */
export interface Occurrence {
  readonly file: string
  readonly line: number
  readonly word: Word
}

/** Returns the occurrences in the prose of a file. */
export function findWords(file: string, text: string, words: readonly Word[]): Occurrence[] {
  const prose = proseIn(file, text)
  return words.flatMap((word) =>
    Array.from(prose.matchAll(word.pattern), ({ index }) => ({
      file,
      line: prose.slice(0, index).split("\n").length,
      word,
    })),
  )
}

/** Returns the occurrences in the repository: for each package, for docs, and for the files in the root folder. */
export function findWordsByFolder(): Map<string, Occurrence[]> {
  const words = wordsNotToUse()
  // Parsing takes most of the time, and only files with a hit in code or prose need it.
  const anyWord = new RegExp(words.map(({ pattern }) => pattern.source).join("|"), "im")
  const folders = [...workspacePackages().map(({ folder }) => folder), "docs"]
  const patterns = new Map(folders.map((folder) => [folder, `${folder}/**/*.{ts,tsx,mts,mjs,md}`]))
  patterns.set("root", "*.{ts,md}")
  const findIn = (file: string) => {
    const text = readText(file)
    return anyWord.test(text.replaceAll(/^\s*\/?\*+/gm, " ")) && !file.startsWith(quoting)
      ? findWords(file, text, words)
      : []
  }
  return new Map(
    Array.from(patterns, ([folder, pattern]) => [folder, repositoryFiles(pattern).flatMap(findIn)]),
  )
}
