import { entry } from "./entries.ts"
import type { Bytes, Field } from "./wire.ts"

const mostEntries = 256
const longestKey = 1024
// The names of some twenty thousand classes.
const longestValue = 2 ** 19
const mostBytes = 2 ** 20

/** What the model's maker wrote beside the graph, by key. What is longer than anybody writes is left out, whole. */
export function readMetadata(bytes: Bytes, entries: readonly Field[]): Record<string, string> {
  const found: (readonly [key: string, value: string])[] = []
  let left = mostBytes
  for (const field of entries.slice(0, mostEntries)) {
    if (field.end - field.start > left) continue
    const read = entry(bytes, field, { key: longestKey, value: longestValue })
    if (read === undefined) continue
    left -= field.end - field.start
    found.push([read.key, read.value])
  }
  return Object.fromEntries(found)
}
