import { PamiError } from "@pami/core"
import { findLabel } from "@pami/image"
import type { Labels } from "@pami/image"
import type { Recipe } from "../schema/any-recipe.ts"

/**
 * Returns the target that a text names: `7`, `tabby`, `top:3`, `positive` for all classes that the model finds, and `index:3` or
 * `label:3` where a number is a label, too.
 *
 * @param name of the option, for messages. Default `target`
 * @throws PamiError `LABEL_NOT_FOUND`, `TARGET_AMBIGUOUS`
 * @throws RangeError for a count or an index that is not a whole number
 *
 * @example
 * const target = parseTarget("tabby", ["tabby, tabby cat", "lynx, catamount"])
 * console.log(JSON.stringify(target)) // {"classes":[0]}
 */
export function parseTarget(text: string, labels: Labels | undefined, name = "target"): Recipe["target"] {
  const count = after("top:", text)
  if (text === "all:positive") return { positive: true }
  if (text === "positive") {
    const label = labels?.findIndex((one) => one.trim() === text) ?? -1
    if (label < 0) return { positive: true }
    throw new PamiError(
      "TARGET_AMBIGUOUS",
      `${name} ${text} is ambiguous: class ${label} is labelled "${text}". Write ${name} label:${text}, or ${name} all:${text} for all classes that the model finds.`,
    )
  }
  return count === undefined
    ? { classes: [parseClass(text, labels, name)] }
    : { top: whole(count, 1, `${name} ${text}`) }
}

/**
 * Returns the number of the class that a text names, as {@link parseTarget} does.
 *
 * A number that is the label of another class, and too high for an index, means that class: see {@link expectNoOtherClass}.
 */
export function parseClass(text: string, labels: Labels | undefined, name = "target"): number {
  const index = after("index:", text)
  if (index !== undefined) return whole(index, 0, `${name} ${text}`)
  if (/^-?\d+$/.test(text)) return indexOrLabel(text, labels ?? [], name)
  const label = after("label:", text) ?? text
  if (labels === undefined)
    throw new PamiError(
      "LABEL_NOT_FOUND",
      `${name} ${text}: "${label}" is not a class number, and no labels are known`,
    )
  return findLabel(labels, label)
}

function indexOrLabel(text: string, labels: Labels, name: string): number {
  const index = whole(text, 0, `${name} ${text}`)
  const label = labels.findIndex((one) => one.trim() === text)
  if (label < 0 || label === index) return index
  if (index >= labels.length) return label
  throw ambiguous(text, `class ${index} is labelled "${labels[index]}"`, label, name)
}

/**
 * Refuses a number that was taken for a label because there are fewer labels, if the model has a class of that number.
 *
 * @param count of the model's classes
 * @throws PamiError `TARGET_AMBIGUOUS`
 */
export function expectNoOtherClass(
  text: string | undefined,
  labels: Labels | undefined,
  count: number,
  name = "target",
): void {
  if (text === undefined || labels === undefined || !/^\d+$/.test(text)) return
  const label = labels.findIndex((one) => one.trim() === text)
  const index = Number(text)
  if (label >= 0 && index >= labels.length && index < count)
    throw ambiguous(text, `class ${index} has no label`, label, name)
}

function ambiguous(text: string, meaning: string, label: number, name: string): PamiError {
  return new PamiError(
    "TARGET_AMBIGUOUS",
    `${name} ${text} is ambiguous: ${meaning}, and the label "${text}" is class ${label}. Write ${name} index:${text} or ${name} label:${text}.`,
  )
}

/** Returns the rest of a text that starts so; undefined for any other. */
function after(start: string, text: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined
}

function whole(text: string, least: number, what: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text.trim()) || value < least)
    throw new RangeError(`${what}: expected a whole number of at least ${least}; got "${text}"`)
  return value
}
