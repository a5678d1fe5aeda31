const mostEntries = 256
const longestKey = 1024
// The names of some twenty thousand classes.
const longestValue = 2 ** 19
const mostCharacters = 2 ** 20

// What the converter keeps there for itself.
const own = ["signature", "structuredOutputKeys"]

/** What the model's maker wrote beside it, by key, as text or JSON. What is longer than anybody writes is left out, whole. */
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
    // Nested too deeply, which reading is not stopped by.
    return undefined
  }
}
