import * as v from "valibot"
import { limits } from "./limits.ts"

/** A text of at most `most` characters. */
export const text = (most: number = limits.text) => v.pipe(v.string(), v.maxLength(most))

/** A name, a path or an address: a text that is not empty and has no character that ends a path for the system. */
export const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(limits.text),
  v.check((value) => !value.includes("\0"), "a text without the character U+0000"),
)

/** A finite number between two others, both included. */
export const number = (low: number, high: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high))

/** A finite number above one and not above another. */
export const above = (low: number, high: number) =>
  v.pipe(v.number(), v.finite(), v.gtValue(low), v.maxValue(high))

/** A whole number between two others, both included. */
export const whole = (low: number, high: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high))

/** A list of at most `most` items; its length is looked at before the items are. */
export const list = <Item extends v.GenericSchema>(item: Item, most: number, least = 0) =>
  v.pipe(v.array(v.unknown()), v.minLength(least), v.maxLength(most), v.array(item), v.readonly())
