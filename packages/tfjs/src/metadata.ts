const mostEntries = 256
const longestKey = 1024
// The names of some twenty thousand classes.
const longestValue = 2 ** 19
const mostCharacters = 2 ** 20

// Entries of the converter.
const own = ["signature", "structuredOutputKeys"]

/** Returns the metadata that a model's author wrote into its file, by key, as text or JSON. Longer entries than any tool writes are left out. */
export function readMetadata(entries: Readonly<Record<string, unknown>>): Record<string, string> {
  let left = mostCharacters
  const found: (readonly [key: string, value: string])[] = []
  for (const [key, value] of Object.entries(entries).slice(0, mostEntries)) {
    if (own.includes(key) || key.length > longestKey) continue
    const text = typeof value === "string" ? value : written(value)
    if (text === undefined || text.length > longestValue || key.length + text.length > left) continue
    left -= key.length + text.length
    found.push([key, text])
  }
  return Object.fromEntries(found)
}

function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    // Nested too deeply to be written, though it could be read.
    return undefined
  }
}
