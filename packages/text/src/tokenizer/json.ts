import { grouped } from "@pami/core/tensor"
import { invalid } from "./failure.ts"

/** An object of a JSON file: nothing is known about its members. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * Returns the object in a JSON file.
 *
 * @throws PamiError `TOKENIZER_INVALID` for more bytes than `most`, and for anything but an object
 */
export function readJson(bytes: Uint8Array, most: number, name: string): Fields {
  if (bytes.length > most)
    throw invalid(`${name} has ${grouped(bytes.length)} bytes; up to ${grouped(most)} are read`)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch (cause) {
    throw invalid(`${name} is not JSON in UTF-8: give the file as its author published it`, {}, cause)
  }
  if (!isFields(value)) throw invalid(`${name} holds ${describe(value)}, not an object`)
  return value
}

/** Returns whether a value is an object with named members. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Returns a value as an error names it. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isFields(value)) return "an object"
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Returns a text of limited length. */
export function textOf(value: unknown, place: string, most = 4096): string {
  if (typeof value !== "string" || value.length > most)
    throw invalid(`${place} is ${describe(value)}, not a text of up to ${most} characters`)
  return value
}

/** Returns a whole number from 0 to `most`. */
export function countOf(value: unknown, place: string, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
    throw invalid(`${place} is ${describe(value)}, not a whole number from 0 to ${grouped(most)}`)
  return value
}

/** Returns a list of limited length; none for `undefined` and `null`. */
export function listOf(value: unknown, place: string, most: number): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > most)
    throw invalid(`${place} is ${describe(value)}, not a list of up to ${grouped(most)}`)
  return value
}

/** Returns an object; none for `undefined` and `null`. */
export function fieldsOf(value: unknown, place: string): Fields | undefined {
  if (value === undefined || value === null) return undefined
  if (!isFields(value)) throw invalid(`${place} is ${describe(value)}, not an object`)
  return value
}
