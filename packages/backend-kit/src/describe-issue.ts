import type { BaseIssue } from "valibot"

const words: Readonly<Record<string, string>> = {
  Array: "a list",
  Object: "an object",
  number: "a number",
  string: "text",
}

/** Describes an issue of valibot in one clause: where it is, what is expected, what came. */
export function describeIssue(issue: BaseIssue<unknown>): string {
  const keys = issue.path?.map(({ key }) => shortened(String(key)))
  const where = keys?.join(".") ?? "it"
  const { expected, received } = issue
  if (received === "undefined") return `${where} is missing`
  const is = words[received] ?? shortened(received)
  const be = expected === null ? "a whole number" : (words[expected] ?? expected)
  return `${where} must be ${be}, got ${is}`
}

/** Returns at most 60 characters of a text from a file, for a message. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
