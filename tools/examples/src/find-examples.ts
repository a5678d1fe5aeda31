/** An example in a doc comment. */
export interface Example {
  /** Number of its first line. */
  readonly line: number
  readonly code: string
}

/** Returns the `@example` blocks in the doc comments of a source. */
export function findExamples(source: string): Example[] {
  return Array.from(source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)).flatMap(({ 0: comment, index }) => {
    const first = source.slice(0, index).split("\n").length
    const lines = comment.split("\n").map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\* ?)/, ""))
    return lines.flatMap((line, at) => {
      if (!line.startsWith("@example")) return []
      const rest = lines.slice(at + 1)
      const next = rest.findIndex((later) => /^@\w/.test(later))
      const code = (next < 0 ? rest : rest.slice(0, next)).filter((later) => !later.startsWith("```"))
      return { line: first + at + 1, code: `${code.join("\n").trimEnd()}\n` }
    })
  })
}
