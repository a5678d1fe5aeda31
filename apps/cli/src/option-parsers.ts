import { largestSide } from "@pami/image"
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
