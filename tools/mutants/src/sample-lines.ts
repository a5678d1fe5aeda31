import { random } from "@pami/core/tensor"
import { Instrumenter } from "@stryker-mutator/instrumenter"

/** A source file and its text. */
export interface Source {
  readonly file: string
  readonly text: string
}

/** Mutators that are not used: texts of messages are free to change. Codes of errors and findings are compared by tests. */
export const excludedMutations = ["StringLiteral"]

/**
 * Returns `count` lines with something to mutate, chosen by a seeded shuffle, as the line ranges that Stryker mutates:
 * `"src/a.ts:3-3"`. Returns all these lines if there are fewer. A change that spans lines, such as the removal of a block,
 * lies in no range of one line and is never sampled.
 */
export async function sampleLines(
  sources: readonly Source[],
  count: number,
  seed: number,
): Promise<string[]> {
  const files = sources.map(({ file, text }) => ({ name: file, content: text, mutate: true }))
  const { mutants } = await new Instrumenter(quiet).instrument(files, {
    plugins: null,
    excludedMutations,
    ignorers: [],
  })
  const ranges = mutants
    .filter(({ location: { start, end }, status }) => start.line === end.line && status !== "Ignored")
    // Stryker counts lines of places from 0, and those of ranges from 1.
    .map(({ fileName, location: { start } }) => `${fileName}:${start.line + 1}-${start.line + 1}`)
  const lines = [...new Set(ranges)]
  const next = random(seed)
  for (let last = lines.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    ;[lines[last], lines[other]] = [lines[other], lines[last]]
  }
  return lines.slice(0, count)
}

const nothing = () => {}
const no = () => false
const quiet = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
}
