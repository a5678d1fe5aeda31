import { PamiError, topClasses } from "@pami/core"
import { findLabel, largestSide } from "@pami/image"
import type { Labels } from "@pami/image"
import { UsageError } from "./exit-status.ts"

/** A whole number from the command line, from `low` to `high`. */
export function whole(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const range = high < Number.MAX_SAFE_INTEGER ? `from ${low} to ${high}` : `of at least ${low}`
    if (!/^-?\d+$/.test(text.trim()) || value < low || value > high)
      throw new UsageError(`expected a whole number ${range}; got "${text}"`)
    return value
  }
}

/** A number from the command line, from `low` to `high`. */
export function number(low: number, high = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const range = high < Infinity ? `from ${low} to ${high}` : `of at least ${low}`
    if (text.trim() === "" || !Number.isFinite(value) || value < low || value > high)
      throw new UsageError(`expected a number ${range}; got "${text}"`)
    return value
  }
}

/** A number from the command line above `low`. */
export function above(low: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === "" || !Number.isFinite(value) || value <= low)
      throw new UsageError(`expected a number above ${low}; got "${text}"`)
    return value
  }
}

/** Place of a word among those that can be chosen. */
export function oneOf(choices: readonly string[], text: string): number {
  const place = choices.indexOf(text)
  if (place < 0) throw new UsageError(`expected ${choices.join(" or ")}; got "${text}"`)
  return place
}

/** `0.485,0.456,0.406`, or one number for every channel. */
export function channels(text: string): number[] {
  const values = text.split(",").map(Number)
  if (
    (values.length !== 1 && values.length !== 3) ||
    text.split(",").some((v) => v.trim() === "" || !Number.isFinite(Number(v)))
  )
    throw new UsageError(`expected one number or three, as in 0.485,0.456,0.406; got "${text}"`)
  return values
}

/** `224` or `320x240`, width first. */
export function size(text: string): { width: number; height: number } {
  const [, width, height = width] = /^(\d+)(?:x(\d+))?$/.exec(text) ?? []
  if (!(Number(width) > 0 && Number(height) > 0))
    throw new UsageError(`expected a size in pixels, as in 224 or 320x240; got "${text}"`)
  if (Number(width) > largestSide || Number(height) > largestSide)
    throw new UsageError(`at most ${largestSide} pixels a side; got "${text}"`)
  return { width: Number(width), height: Number(height) }
}

/** `NAME=VALUE`, gathered into a record. */
export function feed(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined) throw new UsageError(`expected NAME=NUMBER or NAME=FILE.npy; got "${text}"`)
  return { ...before, [name]: value }
}

/**
 * A text that names classes, with the numbers in it checked: what needs the model's labels is read later.
 *
 * @throws UsageError for `top:x` and `index:x`
 */
export function classText(text: string): string {
  const [, kind, count] = /^(top|index):(.*)$/s.exec(text) ?? []
  if (kind !== undefined) whole(kind === "top" ? 1 : 0)(count)
  return text
}

/** Which classes are explained: `7`, `tabby`, `top:3`. */
export function parseTarget(
  text: string,
  labels: Labels | undefined,
): { classes: number[] } | { top: number } {
  const [, count] = /^top:(.*)$/.exec(text) ?? []
  if (count !== undefined) return { top: whole(1)(count) }
  return { classes: [parseClass("--target", text, labels)] }
}

/**
 * The number of a class, given as such or as its label; `index:3` and `label:3` say which is meant.
 *
 * @param flag where it was given, for messages
 * @throws PamiError `TARGET_AMBIGUOUS` for a number that is one class's index and another's label, `LABEL_NOT_FOUND`
 */
export function parseClass(flag: string, text: string, labels: Labels | undefined): number {
  const [, kind, rest] = /^(index|label):(.*)$/s.exec(text) ?? []
  if (kind === "index") return whole(0)(rest)
  if (kind === undefined && /^-?\d+$/.test(text)) return indexOrLabel(flag, text, labels ?? [])
  if (labels === undefined)
    throw new UsageError(
      `${flag} ${text}: "${rest ?? text}" is not a class number, and no labels are known: give --labels FILE`,
    )
  return findLabel(labels, rest ?? text)
}

function indexOrLabel(flag: string, text: string, labels: Labels): number {
  const index = Number(text)
  const label = labels.findIndex((name) => name.trim() === text)
  if (label < 0 || label === index) return index
  if (index >= labels.length) return label
  throw ambiguous(flag, text, `class ${index} is labelled "${labels[index]}"`, label)
}

/**
 * Refuses a number that was taken for a label, as there are fewer labels, where the model has a class of that number too.
 *
 * @param count of the model's classes
 * @throws PamiError `TARGET_AMBIGUOUS`
 */
export function expectNoOtherClass(
  flag: string,
  text: string | undefined,
  labels: Labels | undefined,
  count: number,
): void {
  if (text === undefined || labels === undefined || !/^\d+$/.test(text)) return
  const label = labels.findIndex((name) => name.trim() === text)
  const index = Number(text)
  if (label >= 0 && index >= labels.length && index < count)
    throw ambiguous(flag, text, `class ${index} has no label`, label)
}

function ambiguous(flag: string, text: string, meaning: string, label: number): PamiError {
  return new PamiError(
    "TARGET_AMBIGUOUS",
    `${flag} ${text} is ambiguous: ${meaning}, and the label "${text}" is class ${label}. Write ${flag} index:${text} or ${flag} label:${text}.`,
  )
}

/** The choice of classes as the target takes it; `versus` is swept along. */
export function chosenClasses(
  target: { classes: number[] } | { top: number },
  versus: number | undefined,
): (prediction: Float64Array) => number[] {
  return (prediction) => {
    const classes = "top" in target ? topClasses(target.top)(prediction) : target.classes
    return versus === undefined || classes.includes(versus) ? classes : [...classes, versus]
  }
}
