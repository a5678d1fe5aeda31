import { random } from "@pami/core/tensor"

/** A source file and its text. */
export interface Source {
  readonly file: string
  readonly text: string
}

/**
 * Returns `count` lines with an operator or a condition, chosen by a seeded shuffle, as the line ranges that Stryker mutates: `"src/a.ts:3-3"`.
 * Returns all lines if there are fewer.
 */
export function sampleLines(sources: readonly Source[], count: number, seed: number): string[] {
  const lines = sources.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => (isCode(line) ? [`${file}:${index + 1}-${index + 1}`] : [])),
  )
  const next = random(seed)
  for (let last = lines.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    ;[lines[last], lines[other]] = [lines[other], lines[last]]
  }
  return lines.slice(0, count)
}

const declaration = /^\s*(?:\/\/|\/?\*|import\b|export \*|(?:export )?(?:type|interface)\b|readonly\b)/
const operator =
  /&&|\|\||\?\?|===|!==|\+\+|--|\s(?:[-+*/%<>?]|<=|>=)\s|![\w(]|\b(?:if|for|while)\b|\.(?:every|some|filter|slice|min|max)\(/

/** Returns whether a line probably holds something to mutate. Declarations of types, imports and comments do not. */
function isCode(line: string): boolean {
  return operator.test(line) && !declaration.test(line)
}
