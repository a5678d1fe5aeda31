import { parseSync, Visitor } from "oxc-parser"

const code = "\0"

/**
 * Returns a text of the same length in which everything that is not prose is blanked with `\0`, so that positions and
 * lines stay. Prose is, in Markdown, all but code; in TypeScript, comments, strings of several words and text of JSX.
 */
export function proseIn(file: string, text: string): string {
  return file.endsWith(".md") ? blankCode(text) : proseInSource(file, text)
}

function blankCode(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```|`[^`\n]+`|\]\([^)\s]*\)|<!--[^]*?-->/gm, blank)
}

function proseInSource(file: string, text: string): string {
  const spans: { readonly start: number; readonly end: number }[] = []
  const add = (node: { readonly start: number; readonly end: number }) => {
    if (/\p{L} +\p{L}/u.test(text.slice(node.start, node.end))) spans.push(node)
  }
  const { program, comments } = parseSync(file, text)
  new Visitor({ Literal: add, TemplateElement: add, JSXText: (node) => spans.push(node) }).visit(program)
  let prose = ""
  for (const { start, end } of [...spans, ...comments].toSorted((a, b) => a.start - b.start)) {
    if (start < prose.length) continue
    prose += blank(text.slice(prose.length, start)) + commentText(text.slice(start, end))
  }
  return prose + blank(text.slice(prose.length))
}

/** Returns the text of a comment without its stars, code and links. Strings pass unchanged but for their code. */
function commentText(comment: string): string {
  return comment
    .replaceAll(/^\s*\/?\*+\/?|\*\/$/gm, (stars) => stars.replaceAll(/[^\n]/g, " "))
    .replaceAll(/`[^`\n]+`|\{@link [^}]*\}/g, blank)
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, code)
}
