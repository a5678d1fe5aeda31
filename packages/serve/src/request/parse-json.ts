import { ServeError } from "../codes.ts"

// A request has few values, some of them long. Parsing millions of short ones would keep the server from answering for seconds.
const mostValues = 10_000

/**
 * Returns the value of a JSON text.
 *
 * @param name of the text, for messages
 * @throws ServeError `REQUEST_INVALID` for a text that is not JSON, and for one of more than 10,000 values
 */
export function parseJson(name: string, text: string): unknown {
  expectFew(name, text)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ServeError("REQUEST_INVALID", `${name}: JSON, got ${text.slice(0, 60)}`)
  }
}

/** Counts what separates values, outside of strings. */
function expectFew(name: string, text: string): void {
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === "," || character === "[" || character === "{") values++
    if (values > mostValues)
      throw new ServeError("REQUEST_INVALID", `${name}: JSON of at most ${mostValues} values`)
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at
    if (text[at] === "\\") at++
  }
  return text.length
}
