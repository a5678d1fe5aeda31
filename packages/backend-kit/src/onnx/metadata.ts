import { type Bytes, type Field, fieldsOf, text } from "./protobuf.ts"
import { inEntry } from "./schema.ts"

const mostEntries = 256
const longestKey = 1024
// The names of some twenty thousand classes.
const longestValue = 2 ** 19
const mostBytes = 2 ** 20

/** Returns the metadata that a model's author wrote into its file, by key. Longer entries than any tool writes are left out. */
export function readMetadata(bytes: Bytes, entries: readonly Field[]): Record<string, string> {
  const found: (readonly [key: string, value: string])[] = []
  let left = mostBytes
  for (const field of entries.slice(0, mostEntries)) {
    if (field.end - field.start > left) continue
    const read = readEntry(bytes, field, { key: longestKey, value: longestValue })
    if (read === undefined) continue
    left -= field.end - field.start
    found.push([read.key, read.value])
  }
  return Object.fromEntries(found)
}

/** Returns an entry of a list of keys and values, or `undefined` if either is missing or longer than `most` bytes. */
export function readEntry(
  bytes: Bytes,
  message: Field,
  most: { readonly key: number; readonly value: number },
): { readonly key: string; readonly value: string } | undefined {
  let key: string | undefined
  let value: string | undefined
  for (const field of fieldsOf(bytes, message)) {
    if (field.number === inEntry.key) key = text(bytes, field, most.key)
    if (field.number === inEntry.value) value = text(bytes, field, most.value)
  }
  return key === undefined || value === undefined ? undefined : { key, value }
}
