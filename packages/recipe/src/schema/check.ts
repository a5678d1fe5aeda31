import { shown } from "@pami/image"
import * as v from "valibot"

/**
 * Checks a value by a schema.
 *
 * @returns the value, typed; `problem` otherwise: where the first error is, what was expected, and what came, as in
 *   `preprocessing.resizeTo.width: at most 8192, got 1000000000`
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name = "",
): { readonly value: v.InferOutput<Schema> } | { readonly problem: string } {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true })
  if (success) return { value: output }
  const issue = innermost(issues[0])
  const path = pathOf(issue, name)
  const problem = expectation(issue)
  if (path === "") return { problem }
  return { problem: [missing, empty].includes(problem) ? `${path} ${problem}` : `${path}: ${problem}` }
}

/** Returns the issue inside a union's: that of the option which the value comes closest to, else the issue itself. */
function innermost(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = (issue.issues ?? []).filter(({ path }) => path !== undefined)
  const wrong = inner.find(({ input, expected }) => input !== undefined && expected !== "never")
  const chosen = wrong ?? (inner.length === 1 ? inner[0] : undefined)
  if (chosen?.path === undefined) return issue
  return innermost({ ...chosen, path: [...(issue.path ?? []), ...chosen.path] })
}

function pathOf({ path }: v.BaseIssue<unknown>, name: string): string {
  return (path ?? []).reduce((before, { key }) => {
    if (typeof key === "number") return `${before}[${key}]`
    return before === "" ? shownKey(key) : `${before}.${shownKey(key)}`
  }, name)
}

const missing = "is missing"
const empty = "must not be empty"

function expectation(issue: v.BaseIssue<unknown>): string {
  const { type, input, expected } = issue
  if (input === undefined) return missing
  if (expected === "never") return "unknown field"
  if (type === "check" && typeof input === "object") return wanted(issue)
  // No list and no text has to be longer than that.
  if (type === "min_length") return empty
  const got = type.endsWith("_length") ? (input as { length: number }).length : shown(input)
  return `${wanted(issue)}, got ${got}`
}
const schemaNames: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  record: "an object",
  strict_object: "an object",
  strict_tuple: "a list",
  string: "a text",
}

const actionNames: Record<string, string> = {
  finite: "a finite number",
  gt_value: "above",
  integer: "a whole number",
  max_entries: "a number of fields of at most",
  max_length: "a length of at most",
  max_value: "at most",
  min_entries: "a number of fields of at least",
  min_value: "at least",
}

function wanted({ kind, type, requirement, expected, message }: v.BaseIssue<unknown>): string {
  // All its options are objects, which says nothing.
  if (type === "union" && expected === "Object") return message
  if (kind === "schema")
    return (
      schemaNames[type] ??
      (expected ?? "")
        .replace(/^\((.*)\)$/, "$1")
        .replaceAll("|", "or")
        .replaceAll(/\bArray\b/g, "a list")
        .replaceAll(/\bObject\b/g, "an object")
    )
  if (type === "check" || type === "regex") return message
  const words = actionNames[type] ?? type
  return typeof requirement === "number" ? `${words} ${requirement}` : words
}

function shownKey(key: unknown): string {
  return typeof key === "string" && /^[\w-]{1,60}$/.test(key) ? key : shown(key)
}
