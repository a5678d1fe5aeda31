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

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`)
}
