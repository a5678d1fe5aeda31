/** A block of code in a page of Markdown. */
export interface Block {
  readonly language: string
  /** Why it cannot run in tests: what follows `skip:` behind its language. Its types are checked all the same. */
  readonly skip?: string
  /** Number of its first line in the page. */
  readonly line: number
  readonly code: string
}

/**
 * Returns the blocks of code in a page of Markdown. A block with `continued` behind its language is a part of the one
 * before it.
 *
 * @throws Error for a block that is skipped without a reason
 */
export function findBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  for (const { 1: indent, 2: language, 3: rest, 4: text, index } of markdown.matchAll(fence)) {
    const line = markdown.slice(0, index).split("\n").length + 1
    const code = text.replaceAll(new RegExp(`^${indent}`, "gm"), "")
    const [, skip] = /^ skip: (\S.*)$/.exec(rest) ?? []
    if (rest.trim() === "continued") blocks.push({ ...blocks.at(-1)!, code: `${blocks.pop()!.code}${code}` })
    else if (rest.trim() !== "" && skip === undefined)
      throw new Error(
        `line ${line - 1} has "${rest.trim()}": expected "skip: REASON", "continued" or nothing`,
      )
    else blocks.push({ language, ...(skip === undefined ? {} : { skip }), line, code })
  }
  return blocks
}

const fence = /^( *)```(\w+)(.*)\n([^]*?)^ *```$/gm
