import { library } from "./library.ts"
import { messageOf } from "./message-of.ts"
import { invalid, unsupported } from "./failure.ts"
import { fieldsOf, textOf } from "./json.ts"

/**
 * Returns the regular expression of a pattern, global: `{ "String": " " }` or `{ "Regex": "\\s+" }`, in the syntax of
 * Oniguruma.
 */
export function patternOf(value: unknown, place: string): RegExp {
  const { String: text, Regex: source } = fieldsOf(value, place) ?? {}
  if (text !== undefined) return new RegExp(escape(textOf(text, place)), "gu")
  if (source === undefined) throw invalid(`${place} has neither "String" nor "Regex"`)
  const pattern = { Regex: textOf(source, place) }
  if (mayBacktrack(pattern.Regex))
    throw unsupported(
      `${place} repeats a group that repeats or has alternatives, which may take forever on some texts`,
    )
  try {
    return new library.SplitPreTokenizer({ type: "Split", pattern, behavior: "Isolated" }).pattern!
  } catch (cause) {
    throw unsupported(
      `${place} is a regular expression that JavaScript lacks: ${messageOf(cause)}`,
      {},
      cause,
    )
  }
}

/**
 * Returns whether a pattern repeats, without a limit, a group that itself has alternatives or a part that may repeat: `(a+)+` and
 * `(a|a)*` take exponential time on some texts. The patterns of known tokenizers repeat characters and classes only.
 */
export function mayBacktrack(source: string): boolean {
  // For each open group, whether it has alternatives or a repeated part.
  const open: boolean[] = [false]
  let closed = false
  for (let at = 0; at < source.length; at++) {
    const wasClosed = closed
    closed = false
    const mark = source[at]
    if (mark === "\\") at++
    else if (mark === "[") at = endOfClass(source, at)
    else if (mark === "(") open.push(false)
    else if (mark === ")" && open.length > 1) closed = open.pop() === true
    else if (mark === "|") open[open.length - 1] = true
    else if (isUnlimited(source, at)) {
      if (wasClosed) return true
      open[open.length - 1] = true
    } else if (mark === "?" || mark === "{") {
      // "(?" begins the options of a group.
      if (source[at - 1] !== "(") open[open.length - 1] = true
    }
    // A group inside another passes on that it may vary.
    if (closed) open[open.length - 1] = true
  }
  return false
}

/** Returns whether a quantifier at a place has no upper limit. */
function isUnlimited(source: string, at: number): boolean {
  const mark = source[at]
  return mark === "*" || mark === "+" || (mark === "{" && /^\{\d*,\}/.test(source.slice(at, at + 16)))
}

/** Returns the place of the bracket that ends a class of characters; classes may be nested. */
function endOfClass(source: string, start: number): number {
  let depth = 0
  for (let at = start; at < source.length; at++) {
    if (source[at] === "\\") at++
    else if (source[at] === "[") depth++
    else if (source[at] === "]" && --depth === 0) return at
  }
  return source.length
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`)
}
